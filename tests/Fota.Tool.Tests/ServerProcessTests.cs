using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;

namespace Fota.Tool.Tests;

/// <summary>How <c>fota serve</c> starts, listens and ends.</summary>
[Slow]
public sealed class ServerProcessTests(InstalledTool fota, ReleasedPackage package) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Only_this_machine_is_served_unless_told_otherwise()
    {
        await using RunningServer server = await RunningServer.StartAsync(fota.Prepare("serve", package.Folder, "--port", "0"));

        IEnumerable<IPEndPoint> listening = Listeners().Where(each => each.Port == server.Address.Port);
        Assert.Equal(IPAddress.Loopback, Assert.Single(listening).Address);
        Assert.NotEqual(0, server.Address.Port);
    }

    [Fact]
    public async Task Settings_of_other_web_servers_have_no_say()
    {
        await File.WriteAllTextAsync(
            _folder["appsettings.json"], """{ "Kestrel": { "Endpoints": { "Other": { "Url": "http://127.0.0.2:0" } } } }""", Cancellation);
        Command serve = fota.Prepare("serve", package.Folder, "--port", "0").WithWorkingDirectory(_folder.Path).WithEnvironmentVariables(
            new Dictionary<string, string?>
            {
                ["ASPNETCORE_URLS"] = "http://127.0.0.3:0",
                ["ASPNETCORE_Kestrel__Endpoints__More__Url"] = "http://127.0.0.4:0",
            });
        await using RunningServer server = await RunningServer.StartAsync(serve);

        Assert.DoesNotContain(Listeners(), each => each.Address.ToString() is "127.0.0.2" or "127.0.0.3" or "127.0.0.4");
        Assert.Equal("127.0.0.1", server.Address.Host);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Ctrl_C_and_a_request_to_terminate_are_how_it_is_meant_to_end(string signal)
    {
        await using RunningServer server = await RunningServer.StartAsync(fota.Prepare("serve", package.Folder, "--port", "0"));
        using var client = new HttpClient { BaseAddress = server.Address };
        await client.GetByteArrayAsync("update.json", Cancellation);

        int exitCode = await server.EndAsync(signal);

        Assert.Equal(0, exitCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetByteArrayAsync("update.json", Cancellation));
    }

    [Fact]
    public async Task A_package_is_served_as_soon_as_it_is_complete_in_a_subfolder()
    {
        await using RunningServer server = await RunningServer.StartAsync(fota.Prepare("serve", _folder.Path, "--port", "0"));
        using var client = new HttpClient { BaseAddress = server.Address };
        string offer = $"updates/{ReleasedPackage.ProductName}?from=1.1.0";

        package.CopyIncompleteTo(_folder["waiting"]);
        using HttpResponseMessage before = await client.GetAsync(offer, Cancellation);
        package.CopyTo(_folder["1.2.0"]);
        byte[] patch = await client.GetByteArrayAsync(offer, Cancellation);
        byte[] file = await client.GetByteArrayAsync("1.2.0/update.fota", Cancellation);
        using HttpResponseMessage unsigned = await client.GetAsync("waiting/update.bin", Cancellation);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (before.StatusCode, unsigned.StatusCode));
        Assert.Equal(await File.ReadAllBytesAsync(package["update.fota"], Cancellation), patch);
        Assert.Equal(patch, file);
    }

    [Fact]
    public async Task No_link_leads_out_of_the_folder()
    {
        package.CopyTo(_folder["elsewhere/secret"]);
        package.CopyTo(_folder["served/1.2.0"]);
        Directory.CreateSymbolicLink(_folder["served/linked"], _folder["elsewhere/secret"]);
        string image = _folder["served/1.2.0/update.bin"];
        File.Delete(image);
        File.CreateSymbolicLink(image, _folder["elsewhere/secret/update.bin"]);
        await using RunningServer server = await RunningServer.StartAsync(fota.Prepare("serve", _folder["served"], "--port", "0"));
        using var client = new HttpClient { BaseAddress = server.Address };

        using HttpResponseMessage linkedFolder = await client.GetAsync("linked/update.json", Cancellation);
        using HttpResponseMessage linkedFile = await client.GetAsync("1.2.0/update.bin", Cancellation);
        using HttpResponseMessage beside = await client.GetAsync("1.2.0/update.diff", Cancellation);

        Assert.Equal(
            (HttpStatusCode.NotFound, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (linkedFolder.StatusCode, linkedFile.StatusCode, beside.StatusCode));
    }

    [Theory]
    [InlineData("update.bin", 100)]
    [InlineData("update.diff", 3)]
    [InlineData("update.fota", 500)]
    [InlineData("update.full.fota", 5000)]
    public async Task A_file_that_is_not_the_manifests_is_not_handed_out(string file, int offset)
    {
        package.CopyTo(_folder.Path);
        byte[] content = await File.ReadAllBytesAsync(_folder[file], Cancellation);
        content[Math.Min(offset, content.Length - 1)] ^= 1;
        await File.WriteAllBytesAsync(_folder[file], content, Cancellation);
        await using RunningServer server = await RunningServer.StartAsync(fota.Prepare("serve", _folder.Path, "--port", "0"));
        using var client = new HttpClient { BaseAddress = server.Address };

        using HttpResponseMessage answer = await client.GetAsync(file, Cancellation);
        await server.InterruptAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Contains(server.Log, line => line.Contains($"/{file} 503", StringComparison.Ordinal) && line.Contains("FOTA30", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_root_shows_what_is_served_and_requests_are_logged_a_line_each()
    {
        package.CopyTo(_folder["1.2.0"]);
        await using RunningServer server = await RunningServer.StartAsync(fota.Prepare("serve", _folder.Path, "--port", "0"));
        using var client = new HttpClient { BaseAddress = server.Address };

        string page = await client.GetStringAsync("", Cancellation);
        using HttpResponseMessage patch = await client.GetAsync($"updates/{ReleasedPackage.ProductName}?from=1.1.0", Cancellation);
        using HttpResponseMessage hostile = await client.GetAsync("no%0A2026-01-01%20127.0.0.1%20GET%20/forged", Cancellation);
        await server.InterruptAsync();

        Assert.Contains("href=\"/1.2.0/update.fota\"", page, StringComparison.Ordinal);
        Assert.Contains($"/updates/{ReleasedPackage.ProductName}?from=VERSION", page, StringComparison.Ordinal);
        Assert.Equal(3, server.Log.Count);
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ 127\.0\.0\.1 GET / 200 ", server.Log.ElementAt(0));
        Assert.EndsWith($"GET /updates/{ReleasedPackage.ProductName}?from=1.1.0 200 {patch.Content.Headers.ContentLength} patch 1.2.0", server.Log.ElementAt(1), StringComparison.Ordinal);
        Assert.Contains(" GET /no%0A2026", server.Log.ElementAt(2), StringComparison.Ordinal);
        Assert.Contains(" 404 0", server.Log.ElementAt(2), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, hostile.StatusCode);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_an_environment_error()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;

        BufferedCommandResult result = await fota.RunAsync("serve", package.Folder, "--port", $"{port}");

        Assert.Equal(4, result.ExitCode);
        Assert.StartsWith("error FOTA7030: ", result.StandardError, StringComparison.Ordinal);
        Assert.Contains($"{port}", result.StandardError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("serve no-such-folder", 4, "FOTA7002")]
    [InlineData("serve . --port 65536", 2, "FOTA7001")]
    [InlineData("serve . --port -1", 2, "FOTA7001")]
    [InlineData("serve . --port http", 2, "FOTA7001")]
    [InlineData("serve . --listen everywhere", 2, "FOTA7001")]
    [InlineData("serve . --listen 192.0.2.1 --port 0", 4, "FOTA7030")]
    public async Task What_cannot_be_served_is_refused_with_its_code(string line, int exitCode, string code)
    {
        Command serve = fota.Prepare([.. line.Split(' '), "--json"]).WithWorkingDirectory(_folder.Path);

        BufferedCommandResult result = await serve.ExecuteBufferedAsync(Cancellation);

        // A warning that there is no package may come before.
        string json = result.StandardError[result.StandardError.IndexOf('{', StringComparison.Ordinal)..];
        JsonElement error = JsonDocument.Parse(json).RootElement.GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Empty(result.StandardOutput);
    }

    private static IPEndPoint[] Listeners() => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners();
}
