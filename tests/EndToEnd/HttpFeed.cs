using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;

namespace Fota.EndToEnd;

/// <summary>A NuGet feed (protocol v3) with basic authentication on loopback: nginx over a folder of files.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class HttpFeed : IAsyncDisposable
{
    private const string User = "team";

    private readonly TemporaryFolder _folder = new("fota-http-feed-");
    private readonly int _port = FreePort();
    private Process? _nginx;

    private HttpFeed()
    {
    }

    /// <summary>The lines of a nuget.config for this feed, with the password that it takes at first.</summary>
    public string Source => SourceOf("v3");

    /// <summary>The same for its slow side: 8 KB a second.</summary>
    public string SlowSource => SourceOf("slow");

    /// <summary>Starts it; the caller waits until it answers.</summary>
    public static async Task<HttpFeed> StartAsync()
    {
        var feed = new HttpFeed();
        foreach (string name in (string[])["v3", "slow"])
        {
            Directory.CreateDirectory(feed.Files(name));
            await File.WriteAllTextAsync(
                feed.Files(name, "index.json"),
                $$"""{"version":"3.0.0","resources":[{"@id":"http://127.0.0.1:{{feed._port}}/{{name}}/flat/","@type":"PackageBaseAddress/3.0.0"}]}""");
        }

        feed.Accept("first secret");
        // One process, as whoever runs the test: as root, nginx would otherwise hand its work to a user who cannot read the folder.
        await File.WriteAllTextAsync(feed._folder["nginx.conf"], $$"""
            daemon off;
            master_process off;
            pid nginx.pid;
            events { }
            http {
              access_log off;
              client_body_temp_path tmp; proxy_temp_path tmp; fastcgi_temp_path tmp; uwsgi_temp_path tmp; scgi_temp_path tmp;
              types { application/json json; application/octet-stream nupkg; }
              server {
                listen 127.0.0.1:{{feed._port}};
                root files;
                auth_basic "team";
                auth_basic_user_file passwords;
                location /slow/flat/ { limit_rate 8k; }
              }
            }
            """);
        await feed.ResumeAsync();
        return feed;
    }

    /// <summary>Takes this password and no other from now on.</summary>
    public void Accept(string password) => File.WriteAllText(_folder["passwords"], $"{User}:{{PLAIN}}{password}\n");

    /// <summary>Has a package as <c>dotnet nuget push</c> would put it there.</summary>
    public void Push(string package)
    {
        foreach (string name in (string[])["v3", "slow"])
        {
            string file = PathOf(name, package);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.Copy(package, file, overwrite: true);
            string id = Path.GetDirectoryName(Path.GetDirectoryName(file))!;
            string versions = string.Join(',', Directory.EnumerateDirectories(id).Select(each => $"\"{Path.GetFileName(each)}\""));
            File.WriteAllText(Path.Combine(id, "index.json"), $$"""{"versions":[{{versions}}]}""");
        }
    }

    /// <summary>Cuts a package short, as an upload that broke off.</summary>
    public void Truncate(string package)
    {
        using FileStream file = File.OpenWrite(PathOf("v3", package));
        file.SetLength(file.Length / 2);
    }

    /// <summary>Stops it: nothing listens on its port.</summary>
    public async Task StopAsync()
    {
        if (_nginx is null)
            return;
        _nginx.Kill();
        await _nginx.WaitForExitAsync();
        _nginx.Dispose();
        _nginx = null;
    }

    /// <summary>Starts it again on its port.</summary>
    public async Task ResumeAsync()
    {
        // Debian has it where the PATH of a plain user does not lead.
        string program = File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx";
        _nginx = Process.Start(new ProcessStartInfo(program, ["-p", _folder.Path, "-c", "nginx.conf", "-e", "error.log"]))!;
        using var client = new HttpClient();
        for (int attempt = 0; attempt < 200 && !_nginx.HasExited; attempt++)
        {
            try
            {
                using HttpResponseMessage answer = await client.GetAsync(new Uri($"http://127.0.0.1:{_port}/v3/index.json"));
                Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50);
            }
        }

        Assert.Fail($"nginx does not answer:\n{await File.ReadAllTextAsync(_folder["error.log"])}");
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Dispose();
    }

    private string Files(params string[] parts) => Path.Combine([_folder["files"], .. parts]);

    /// <summary>Where the protocol has the file of a package: all in lower case.</summary>
    private string PathOf(string name, string package)
    {
        string file = Path.GetFileName(package).ToLowerInvariant();
        string whole = Path.GetFileNameWithoutExtension(file);
        int version = whole.IndexOfAny([.. "0123456789"]);
        return Files(name, "flat", whole[..(version - 1)], whole[version..], file);
    }

    private string SourceOf(string name) => $"""
        <packageSources><clear /><add key="team" value="http://127.0.0.1:{_port}/{name}/index.json" allowInsecureConnections="true" /></packageSources>
        <packageSourceCredentials><team><add key="Username" value="{User}" /><add key="ClearTextPassword" value="first secret" /></team></packageSourceCredentials>
        """;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
