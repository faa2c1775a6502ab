using System.Globalization;
using System.Net;
using Fota.Delta;
using Fota.Delta.InPlace;
using Fota.Errors;
using Fota.Release.Images;
using Fota.Release.Publishing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Fota.Tool.Serving;

/// <summary>
/// Serves update folders over HTTP, read-only: the files that manifests name, with entity tags and ranges, and the right file for a
/// device that says what it runs.
/// </summary>
internal sealed class UpdateServer : IAsyncDisposable
{
    private const long MaxRequestBytes = 0;

    private const string RetrySeconds = "1";

    private readonly WebApplication _application;
    private readonly PublishedPackages _packages;
    private readonly Action<string> _log;

    private UpdateServer(WebApplication application, PublishedPackages packages, Action<string> log)
    {
        _application = application;
        _packages = packages;
        _log = log;
    }

    /// <summary>Where it listens.</summary>
    public string Address => _application.Urls.First();

    /// <summary>Starts serving.</summary>
    /// <param name="folder">An update folder, or a folder of them.</param>
    /// <param name="address">The address to listen on.</param>
    /// <param name="port">The port; 0 for any that is free.</param>
    /// <param name="log">Takes a line for each request.</param>
    /// <param name="cancellationToken">Ends starting.</param>
    /// <exception cref="FotaException">The port cannot be had.</exception>
    public static async Task<UpdateServer> StartAsync(string folder, IPAddress address, int port, Action<string> log, CancellationToken cancellationToken)
    {
        // The empty builder: appsettings.json of the current folder and ASPNETCORE_ variables could add addresses to listen on.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
            kestrel.Listen(address, port);
        });
        var server = new UpdateServer(builder.Build(), new PublishedPackages(folder), log);
        server._application.Run(server.AnswerAndLogAsync);
        try
        {
            await server._application.StartAsync(cancellationToken);
            return server;
        }
        catch (Exception failure) when (failure is IOException or System.Net.Sockets.SocketException)
        {
            await server.DisposeAsync();
            throw new FotaException(
                ToolErrors.PortUnavailable, $"Nothing can listen on {address}:{port}: {failure.Message}", "Give another --port (0 takes any that is free), or another --listen.", failure);
        }
    }

    /// <summary>Waits until the process is told to end.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await _application.StopAsync(CancellationToken.None);
        }
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task AnswerAndLogAsync(HttpContext context)
    {
        string? fault = null;
        try
        {
            await AnswerAsync(context);
        }
        catch (FotaException failure)
        {
            // A file that is another one than the manifest says is being replaced, or was damaged: the device asks again.
            fault = $" {failure.Code}: {failure.Message}";
            context.Response.Headers.RetryAfter = RetrySeconds;
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }

        // Path and query as they were sent are percent-encoded, so that no request writes lines of its own into the log.
        HttpRequest request = context.Request;
        string offer = context.Response.Headers["Fota-Offer"] is [var kind] ? $" {kind} {context.Response.Headers["Fota-Version"]}" : "";
        _log(string.Create(
            CultureInfo.InvariantCulture,
            $"{DateTime.UtcNow:yyyy-MM-dd HH:mm:ss}Z {context.Connection.RemoteIpAddress} {Printable(request.Method)} {request.Path.ToUriComponent()}{Printable(request.QueryString.Value)} {context.Response.StatusCode} {context.Response.ContentLength ?? 0}{offer}{fault}"));
    }

    private static string Printable(string? text) => string.Concat((text ?? "").Select(each => char.IsAscii(each) && !char.IsControl(each) ? each : '?'));

    private Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-cache";
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.Headers.Allow = "GET, HEAD";
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return Task.CompletedTask;
        }

        string path = context.Request.Path.Value?.TrimStart('/') ?? "";
        return path.Length == 0 ? SendListAsync(context)
            : path.StartsWith("updates/", StringComparison.Ordinal) ? OfferAsync(context, path["updates/".Length..])
            : _packages.FileAt(path) is var (package, file) ? SendAsync(context, package, file)
            : NotFoundAsync(context);
    }

    private Task OfferAsync(HttpContext context, string product)
    {
        if (_packages.Newest(product) is not { } package)
            return NotFoundAsync(context);
        UpdateOffer offer;
        try
        {
            offer = UpdateOffer.Choose(package.Manifest, context.Request.Query["from"], FormatsOf(context.Request.Query["formats"]), RegionOf(context.Request.Query["region"]));
        }
        catch (FotaException failure)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            context.Response.ContentType = "text/plain; charset=utf-8";
            return context.Response.WriteAsync($"{failure.Code}: {failure.Message}\n");
        }

        context.Response.Headers["Fota-Version"] = package.Manifest.Version.ToString();
        context.Response.Headers["Fota-Offer"] = offer.Kind switch
        {
            OfferKind.Patch => "patch",
            OfferKind.FullImage => "full-image",
            _ => "none",
        };
        if (offer.Container is not null)
            return SendAsync(context, package, offer.Container);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    // A device may read formats that are newer than this server: they are passed over.
    private static IReadOnlyList<PatchFormat>? FormatsOf(string? names) => string.IsNullOrEmpty(names)
        ? null
        : [.. names.Split(',').Where(name => PatchFormats.TryParse(name, out _)).Select(name => PatchFormats.TryParse(name, out PatchFormat format) ? format : default)];

    private static FlashRegion? RegionOf(string? text) => string.IsNullOrEmpty(text) ? null : FlashRegion.Parse(text);

    private static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private Task SendListAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(PackageList.Html(_packages.All()));
    }

    private static Task SendAsync(HttpContext context, PublishedPackage package, string file)
    {
        // Small files, read whole: the tag belongs to these very bytes even if a build replaces the file meanwhile.
        byte[] content = package.Read(file);
        var tag = new EntityTagHeaderValue($"\"{Sha256Digest.Of(content)}\"");
        string type = file.EndsWith(".json", StringComparison.Ordinal) ? "application/json" : "application/octet-stream";
        return TypedResults.Bytes(content, type, enableRangeProcessing: true, entityTag: tag).ExecuteAsync(context);
    }
}
