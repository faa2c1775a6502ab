using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using CliWrap;
using CliWrap.Buffered;

namespace Fota.Tool.Tests;

/// <summary>One <c>fota serve</c> for all requests: it is read-only.</summary>
public sealed class ServedPackage(InstalledTool fota, ReleasedPackage package) : IAsyncLifetime
{
    private RunningServer _server = null!;

    /// <summary>Talks to it.</summary>
    public HttpClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync(fota.Prepare("serve", package.Folder, "--port", "0"));
        Client = new HttpClient { BaseAddress = _server.Address };
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
    }
}

/// <summary>What <c>fota serve</c> answers.</summary>
[Slow]
public class ServeTests(ServedPackage served, ReleasedPackage package) : IClassFixture<ServedPackage>
{
    private const string Offer = $"updates/{ReleasedPackage.ProductName}";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("update.json", "application/json")]
    [InlineData("update.json.sig", "application/octet-stream")]
    [InlineData("update.bin", "application/octet-stream")]
    [InlineData("update.sig", "application/octet-stream")]
    [InlineData("update.full.fota", "application/octet-stream")]
    [InlineData("update.diff", "application/octet-stream")]
    [InlineData("update.fota", "application/octet-stream")]
    [InlineData("update.from-1.0.0.fota", "application/octet-stream")]
    public async Task Every_file_of_the_package_is_served_byte_for_byte(string file, string type)
    {
        using HttpResponseMessage answer = await served.Client.GetAsync(file, Cancellation);

        byte[] expected = await File.ReadAllBytesAsync(package[file], Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(expected, await answer.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal($"\"{Convert.ToHexStringLower(SHA256.HashData(expected))}\"", answer.Headers.ETag?.Tag);
    }

    [Fact]
    public async Task An_entity_tag_that_is_still_right_saves_the_download()
    {
        using HttpResponseMessage first = await served.Client.GetAsync("update.fota", Cancellation);
        using HttpResponseMessage again = await SendAsync(
            HttpMethod.Get, "update.fota", request => request.Headers.IfNoneMatch.Add(first.Headers.ETag!));
        using HttpResponseMessage changed = await SendAsync(
            HttpMethod.Get, "update.fota", request => request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue("\"of another file\"")));

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal(first.Headers.ETag, again.Headers.ETag);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
    }

    [Fact]
    public async Task A_download_goes_on_where_it_was_cut_off()
    {
        byte[] whole = await File.ReadAllBytesAsync(package["update.full.fota"], Cancellation);

        using HttpResponseMessage rest = await SendAsync(
            HttpMethod.Get, "update.full.fota", request => request.Headers.Range = new(1000, null));
        using HttpResponseMessage middle = await SendAsync(
            HttpMethod.Get, "update.full.fota", request => request.Headers.Range = new(10, 19));

        Assert.Equal((HttpStatusCode.PartialContent, HttpStatusCode.PartialContent), (rest.StatusCode, middle.StatusCode));
        Assert.Equal(whole[1000..], await rest.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal(whole[10..20], await middle.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal($"bytes 10-19/{whole.Length}", middle.Content.Headers.ContentRange?.ToString());
        Assert.Equal("bytes", Assert.Single(rest.Headers.AcceptRanges));
    }

    [Fact]
    public async Task A_download_whose_file_was_replaced_starts_again()
    {
        using HttpResponseMessage answer = await SendAsync(HttpMethod.Get, "update.full.fota", request =>
        {
            request.Headers.Range = new(1000, null);
            request.Headers.IfRange = new(new EntityTagHeaderValue("\"of the file before\""));
        });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(await File.ReadAllBytesAsync(package["update.full.fota"], Cancellation), await answer.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task A_range_behind_the_end_is_refused_with_the_size()
    {
        long size = new FileInfo(package["update.fota"]).Length;

        using HttpResponseMessage answer = await SendAsync(
            HttpMethod.Get, "update.fota", request => request.Headers.Range = new(size, null));

        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, answer.StatusCode);
        Assert.Equal($"bytes */{size}", answer.Content.Headers.ContentRange?.ToString());
    }

    [Theory]
    [InlineData("?from=1.1.0", "patch", "update.fota")]
    [InlineData("?from=1.0.0", "patch", "update.from-1.0.0.fota")]
    [InlineData("?from=1.1.0&formats=compact", "full-image", "update.full.fota")]
    [InlineData("?from=1.1.0&formats=next,jojodiff-0.8.5", "patch", "update.fota")]
    [InlineData("?from=1.1.0&formats=", "patch", "update.fota")]
    [InlineData("?from=1.1.0&region=", "patch", "update.fota")]
    [InlineData("?from=1.1.0&region=50x4096", "full-image", "update.full.fota")]
    [InlineData("?from=0.9.0", "full-image", "update.full.fota")]
    [InlineData("?from=", "full-image", "update.full.fota")]
    [InlineData("", "full-image", "update.full.fota")]
    public async Task A_device_gets_the_file_for_the_version_that_it_runs(string query, string offer, string file)
    {
        using HttpResponseMessage answer = await served.Client.GetAsync($"{Offer}{query}", Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(offer, Assert.Single(answer.Headers.GetValues("Fota-Offer")));
        Assert.Equal("1.2.0", Assert.Single(answer.Headers.GetValues("Fota-Version")));
        Assert.Equal(await File.ReadAllBytesAsync(package[file], Cancellation), await answer.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Theory]
    [InlineData("1.1.0", "patch", "update.fota")]
    [InlineData("1.0.0", "patch", "update.from-1.0.0.fota")]
    [InlineData("0.5.0", "full-image", "update.full.fota")]
    public async Task A_device_gets_the_file_for_the_digest_of_the_image_that_it_runs(string version, string offer, string file)
    {
        string digest = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(package.ImageOf(version), Cancellation)));

        using HttpResponseMessage answer = await served.Client.GetAsync($"{Offer}?from={digest}", Cancellation);

        Assert.Equal(offer, Assert.Single(answer.Headers.GetValues("Fota-Offer")));
        Assert.Equal(await File.ReadAllBytesAsync(package[file], Cancellation), await answer.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Theory]
    [InlineData("1.2.0")]
    [InlineData("2.0.0")]
    [InlineData("sha256")]
    public async Task A_device_that_is_up_to_date_gets_nothing(string from)
    {
        string running = from == "sha256"
            ? Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(package["update.bin"], Cancellation)))
            : from;

        using HttpResponseMessage answer = await served.Client.GetAsync($"{Offer}?from={running}", Cancellation);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.True(answer.Headers.CacheControl?.NoCache);
    }

    [Fact]
    public async Task What_is_neither_version_nor_digest_is_refused_with_its_code()
    {
        using HttpResponseMessage answer = await served.Client.GetAsync($"{Offer}?from=<b>latest</b>", Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("FOTA3", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_region_is_refused_with_its_code()
    {
        using HttpResponseMessage answer = await served.Client.GetAsync($"{Offer}?from=1.1.0&region=50x1000", Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.StartsWith("FOTA1020", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("PROPFIND")]
    public async Task Nothing_but_reading_is_allowed(string method)
    {
        using HttpResponseMessage answer = await SendAsync(new HttpMethod(method), "update.json", _ => { });

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(["GET", "HEAD"], answer.Content.Headers.Allow);
    }

    [Fact]
    public async Task Head_tells_the_size_without_the_file()
    {
        using HttpResponseMessage answer = await SendAsync(HttpMethod.Head, $"{Offer}?from=1.1.0", _ => { });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(new FileInfo(package["update.fota"]).Length, answer.Content.Headers.ContentLength);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Theory]
    [InlineData("/update.key")]
    [InlineData("/.fota-state.json")]
    [InlineData("/UPDATE.JSON")]
    [InlineData("/updates")]
    [InlineData("/updates/")]
    [InlineData("/updates/Nothing")]
    [InlineData("/updates/../update.key")]
    [InlineData("/../update.key")]
    [InlineData("/../../../../../../etc/passwd")]
    [InlineData("/%2e%2e/update.key")]
    [InlineData("/%2e%2e%2fupdate.key")]
    [InlineData("/..%5cupdate.key")]
    [InlineData("/updates/%2e%2e%2fupdate.key")]
    [InlineData("/updates/..%2f..%2fupdate.key?from=1.0.0")]
    [InlineData("//etc/passwd")]
    [InlineData("/%2fetc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("/file:///etc/passwd")]
    [InlineData("/update.json%00")]
    [InlineData("/update.json%00.txt")]
    [InlineData("/update.json/")]
    [InlineData("/%252e%252e/update.key")]
    [InlineData("/%c0%ae%c0%ae/update.key")]
    public async Task A_path_to_anything_else_leads_nowhere(string path)
    {
        string answer = await RawAsync($"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        Assert.Matches(@"^HTTP/1\.1 (404|400) ", answer);
        Assert.DoesNotContain("PRIVATE KEY", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_with_a_body_is_not_read()
    {
        string answer = await RawAsync(
            "POST /update.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 1000000\r\n\r\n");

        Assert.Matches(@"^HTTP/1\.1 (405|413) ", answer);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, Action<HttpRequestMessage> with)
    {
        using var request = new HttpRequestMessage(method, path);
        with(request);
        return await served.Client.SendAsync(request, Cancellation);
    }

    // HttpClient mends paths before it sends them; an attacker does not.
    private async Task<string> RawAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(served.Client.BaseAddress!.Host, served.Client.BaseAddress.Port, Cancellation);
        await using NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), Cancellation);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync(Cancellation).WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
    }
}
