using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fota.Errors;
using Fota.Release.Manifest;
using Fota.Signing;

namespace Fota.Tool.Publishing;

/// <summary>
/// A software module of Eclipse hawkBit, by its management API, version 1: the product is its name, the files are its artifacts, and what a device
/// chooses by is its metadata.
/// </summary>
internal sealed class HawkbitTarget : IPublishTarget
{
    private const int MaxAnswer = 4 << 20, MostShown = 200, MostFound = 500;
    private const string TryAgain = "Run it again when that is mended: it goes on where it ended.";

    private static readonly string[] s_identity = ["name", "version", "type"];

    private readonly HttpClient _http;
    private readonly string _type;
    private readonly Uri _modules;
    private long? _module;
    private JsonObject? _create;

    /// <param name="server">The server's address, such as <c>https://updates.example.com</c>.</param>
    /// <param name="type">The key of the module's type, such as <c>os</c>.</param>
    /// <param name="user">Who publishes.</param>
    /// <param name="password">Where the password is.</param>
    public HawkbitTarget(Uri server, string type, string user, KeyPassword password)
    {
        _type = type;
        _modules = new Uri($"{server.AbsoluteUri.TrimEnd('/')}/rest/v1/softwaremodules");
        // A redirection would take the password elsewhere.
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromMinutes(10), MaxResponseContentBufferSize = MaxAnswer };
        _http.DefaultRequestHeaders.Authorization = password.Use(
            secret => new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes([.. user, ':', .. secret]))));
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    public string Place => _modules.GetLeftPart(UriPartial.Authority);

    public async Task<IReadOnlyDictionary<string, FoundFile>> FindAsync(UpdateManifest manifest, CancellationToken cancellationToken)
    {
        string query = $"name=={Quoted(manifest.Product.Name)};version=={Quoted(manifest.Version.ToString())}";
        JsonNode? found = await AskAsync(HttpMethod.Get, $"?limit={MostFound}&q={Uri.EscapeDataString(query)}", null, cancellationToken);
        // The server may compare by patterns, or without case, and there may be modules of several types.
        JsonObject module = Module(manifest);
        JsonNode? own = (Field(found, "content") as JsonArray)?.FirstOrDefault(
            each => s_identity.All(name => Text(each, name) == Text(module, name)));
        if (own is null)
        {
            _create = module;
            return new Dictionary<string, FoundFile>();
        }

        _module = Id(own);
        JsonNode? artifacts = await AskAsync(HttpMethod.Get, $"/{_module}/artifacts", null, cancellationToken);
        // A server that says no SHA-256 of a file cannot be asked whether it has the right one.
        return ByName(artifacts, "providedFilename", each => new FoundFile(Number(each, "size"), Text(Field(each, "hashes"), "sha256").ToLowerInvariant()));
    }

    public async Task PutAsync(string file, byte[] content, string sha256, CancellationToken cancellationToken)
    {
        _module ??= Id(Items(await AskAsync(HttpMethod.Post, "", Json(new JsonArray(_create)), cancellationToken)).FirstOrDefault());
        using var form = new MultipartFormDataContent { { new ByteArrayContent(content), "file", file } };
        await AskAsync(HttpMethod.Post, $"/{_module}/artifacts?filename={Uri.EscapeDataString(file)}&sha256sum={sha256}", form, cancellationToken);
    }

    public async Task<IReadOnlyList<PublishedFact>> CompleteAsync(UpdateManifest manifest, bool dryRun, CancellationToken cancellationToken)
    {
        // A dry run may find no module.
        JsonNode? there = _module is null ? null : await AskAsync(HttpMethod.Get, $"/{_module}/metadata?limit={MostFound}", null, cancellationToken);
        Dictionary<string, string?> known = _module is null ? [] : ByName(Field(there, "content"), "key", Visible);
        PublishedFact[] facts = [.. Metadata(manifest).Select(each => new PublishedFact(each.Key, each.Value, StateOf(each.Key, each.Value, known, dryRun)))];
        if (dryRun)
            return facts;
        // All that is there follows from the manifest, which is signed: what says otherwise was changed by hand, and devices would choose by it.
        foreach (PublishedFact wrong in facts.Where(each => each.State == PublishState.Mended))
            await AskAsync(HttpMethod.Put, $"/{_module}/metadata/{Uri.EscapeDataString(wrong.Key)}", Json(Entry(wrong)), cancellationToken);
        JsonArray missing = [.. facts.Where(each => each.State == PublishState.Published).Select(Entry)];
        if (missing.Count > 0)
            await AskAsync(HttpMethod.Post, $"/{_module}/metadata", Json(missing), cancellationToken);
        return facts;
    }

    public void Dispose() => _http.Dispose();

    /// <summary>What a device, or who sends to it, chooses its file by.</summary>
    private static IEnumerable<(string Key, string Value)> Metadata(UpdateManifest manifest)
    {
        yield return ("fota.image.sha256", manifest.Image.Digest.ToString());
        yield return ("fota.securityCounter", manifest.SecurityCounter.ToString(CultureInfo.InvariantCulture));
        yield return ("fota.full", PackageFiles.FullContainer);
        // The first patch from a base is in the format that a device reads which does not say.
        foreach (ManifestPatch patch in manifest.Patches.DistinctBy(patch => patch.Base.Digest))
            yield return ($"fota.from.{patch.Base.Version}", patch.Container);
        // And for devices with one slot, the one that is planned for their region.
        foreach (ManifestPatch patch in manifest.Patches.Where(patch => patch.InPlace is not null).DistinctBy(patch => patch.Base.Digest))
            yield return ($"fota.from.{patch.Base.Version}.region.{patch.InPlace!.Region}", patch.Container);
    }

    private static PublishState StateOf(string key, string value, Dictionary<string, string?> known, bool dryRun)
    {
        if (!known.TryGetValue(key, out string? found))
            return dryRun ? PublishState.Missing : PublishState.Published;
        return found == value ? PublishState.Present : dryRun ? PublishState.Differs : PublishState.Mended;
    }

    private static JsonObject Entry(PublishedFact fact) => new() { ["key"] = fact.Key, ["value"] = fact.Value, ["targetVisible"] = true };

    /// <summary>The value of an entry; null where devices do not see it.</summary>
    private string? Visible(JsonNode? entry) => Field(entry, "targetVisible") is JsonValue seen && seen.TryGetValue(out bool isSeen) && isSeen ? Text(entry, "value") : null;

    private JsonObject Module(UpdateManifest manifest) => new()
    {
        ["name"] = manifest.Product.Name,
        ["version"] = manifest.Version.ToString(),
        ["type"] = _type,
        ["description"] = manifest.SourceRevision is { Length: > 0 } revision ? $"Source revision {revision}" : "",
    };

    private async Task<JsonNode?> AskAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        var address = new Uri(_modules.AbsoluteUri + path);
        using var request = new HttpRequestMessage(method, address) { Content = content };
        string what = $"{method} {address.GetLeftPart(UriPartial.Path)}";
        try
        {
            using HttpResponseMessage answer = await _http.SendAsync(request, cancellationToken);
            string text = await answer.Content.ReadAsStringAsync(cancellationToken);
            if (!answer.IsSuccessStatusCode)
                throw Refused(what, answer.StatusCode, text);
            return text.Length == 0 ? null : JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = 16 });
        }
        catch (HttpRequestException failure)
        {
            throw Failed($"{what} failed: {failure.Message}", TryAgain, failure);
        }
        catch (JsonException failure)
        {
            throw Failed($"{what} was answered with something else than JSON.", "Check that the address is that of a hawkBit server.", failure);
        }
        catch (OperationCanceledException failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed($"{what} had no answer in {_http.Timeout.TotalMinutes} minutes.", TryAgain, failure);
        }
    }

    private static FotaException Refused(string what, HttpStatusCode status, string text)
    {
        // What a server says is shown, and never taken for commands of the terminal.
        string shown = string.Concat(text.Take(MostShown).Select(each => char.IsControl(each) ? ' ' : each)) + (text.Length > MostShown ? "..." : "");
        string advice = status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => "Check user and password; the user needs the rights to read, create and update the repository.",
            HttpStatusCode.NotFound => "Check the address, without /rest/v1, and the module's type (--type), which the server must know.",
            _ => TryAgain,
        };
        return Failed($"{what} was answered with {(int)status}{(shown.Length == 0 ? "" : $": {shown}")}", advice);
    }

    private FotaException Unknown(string what) => Failed($"{Place} answers otherwise than hawkBit's management API: {what}.", "Check that the address is that of a hawkBit server.");

    private static FotaException Failed(string what, string advice, Exception? cause = null) => new(ToolErrors.PublishFailed, what, advice, cause!);

    private JsonArray Items(JsonNode? list) => list is JsonArray items ? items : throw Unknown("there is no list where one should be");

    private Dictionary<string, T> ByName<T>(JsonNode? list, string name, Func<JsonNode?, T> valueOf)
    {
        var found = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (JsonNode? each in Items(list))
            found[Text(each, name)] = valueOf(each);
        return found;
    }

    private JsonNode? Field(JsonNode? node, string name)
    {
        try
        {
            return node is JsonObject fields ? fields[name] : null;
        }
        catch (ArgumentException)
        {
            throw Unknown("an object has one name twice");
        }
    }

    private string Text(JsonNode? node, string name) =>
        Field(node, name) is JsonValue value && value.TryGetValue(out string? text) ? text : throw Unknown($"there is no text '{name}'");

    private long Id(JsonNode? node) => Number(node, "id");

    private long Number(JsonNode? node, string name) =>
        Field(node, name) is JsonValue value && value.TryGetValue(out long number) ? number : throw Unknown($"there is no number '{name}'");

    private static StringContent Json(JsonNode node) => new(node.ToJsonString(), Encoding.UTF8, "application/json");

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
