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
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

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
            folder["appsettings.json"], """{ "Kestrel": { "Endpoints": { "Other": { "Url": "http://127.0.0.2:0" } } } }""", Cancellation);
        Command serve = fota.Prepare("serve", package.Folder, "--port", "0").WithWorkingDirectory(folder.Path).WithEnvironmentVariables(
            new Dictionary<string, string?>
            {
                ["ASPNETCORE_URLS"] = "http://127.0.0.3:0",
                ["ASPNETCORE_Kestrel__Endpoints__More__Url"] = "http://127.0.0.4:0",
            });
        await using RunningServer server = await RunningServer.StartAsync(serve);

        Assert.DoesNotContain(Listeners(), each => each.Address.ToString() is "127.0.0.2" or "127.0.0.3" or "127.0.0.4");
        Assert.Equal("127.0.0.1", server.Address.Host);
    }

    [Fact]
    public async Task Ctrl_C_is_how_it_is_meant_to_end()
    {
        await using RunningServer server = await RunningServer.StartAsync(fota.Prepare("serve", package.Folder, "--port", "0"));
        using var client = new HttpClient { BaseAddress = server.Address };
        await client.GetByteArrayAsync("update.json", Cancellation);

        int exitCode = await server.InterruptAsync();

        Assert.Equal(0, exitCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetByteArrayAsync("update.json", Cancellation));
    }

    [Fact]
    public async Task A_package_is_served_as_soon_as_it_is_complete_in_a_subfolder()
    {
        await using RunningServer server = await RunningServer.StartAsync(fota.Prepare("serve", folder.Path, "--port", "0"));
        using var client = new HttpClient { BaseAddress = server.Address };
        string offer = $"updates/{ReleasedPackage.ProductName}?from=1.1.0";

        package.CopyIncompleteTo(folder["waiting"]);
        using HttpResponseMessage before = await client.GetAsync(offer, Cancellation);
        package.CopyTo(folder["1.2.0"]);
        byte[] patch = await client.GetByteArrayAsync(offer, Cancellation);
        byte[] file = await client.GetByteArrayAsync("1.2.0/update.fota", Cancellation);
        using HttpResponseMessage unsigned = await client.GetAsync("waiting/update.bin", Cancellation);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (before.StatusCode, unsigned.StatusCode));
        Assert.Equal(await File.ReadAllBytesAsync(package["update.fota"], Cancellation), patch);
        Assert.Equal(patch, file);
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
        Command serve = fota.Prepare([.. line.Split(' '), "--json"]).WithWorkingDirectory(folder.Path);

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
