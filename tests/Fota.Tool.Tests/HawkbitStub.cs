using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fota.Tool.Tests;

/// <summary>
/// The part of hawkBit's management API that <c>fota publish</c> uses, written by its documentation: what it does not document is answered with 400,
/// and noted.
/// </summary>
internal sealed class HawkbitStub : IAsyncDisposable
{
    private readonly WebApplication _server;

    private HawkbitStub(WebApplication server) => _server = server;

    public string Address => _server.Urls.First();

    /// <summary>The requests, as method and path with its query.</summary>
    public List<string> Requests { get; } = [];

    public JsonObject? Module { get; private set; }

    public Dictionary<string, byte[]> Artifacts { get; } = [];

    public Dictionary<string, string> Metadata { get; } = [];

    /// <summary>The keys of entries that devices do not see.</summary>
    public HashSet<string> Hidden { get; } = [];

    /// <summary>From then on an upload is not answered; what waits for it goes on when it has arrived.</summary>
    public TaskCompletionSource? Hangs { get; set; }

    /// <summary>After so many uploads it answers with 500.</summary>
    public int UploadsUntilFailure { get; set; } = int.MaxValue;

    /// <summary>Whether it says of each artifact that it is longer by one byte.</summary>
    public bool WrongSizes { get; set; }

    /// <summary>What it answers to everything instead; null where it works.</summary>
    public (HttpStatusCode Status, string Text)? Answer { get; set; }

    public static async Task<HawkbitStub> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var stub = new HawkbitStub(builder.Build());
        stub._server.Run(stub.HandleAsync);
        await stub._server.StartAsync();
        return stub;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        Requests.Add($"{request.Method} {request.Path}{request.QueryString}");
        if (Answer is { } answer)
        {
            await Reply(context, (int)answer.Status, answer.Text);
            return;
        }

        if (request.Headers.Authorization != "Basic " + Convert.ToBase64String("T1\\ci:secret"u8))
        {
            await Reply(context, 401, "");
            return;
        }

        switch (request.Method, request.Path.Value!["/rest/v1/softwaremodules".Length..])
        {
            case ("GET", ""):
                bool asked = Module is not null && request.Query["q"] == $"name==\"{Module["name"]}\";version==\"{Module["version"]}\"";
                await Reply(context, 200, new JsonObject { ["content"] = new JsonArray(asked ? [Module!.DeepClone()] : []), ["total"] = asked ? 1 : 0, ["size"] = asked ? 1 : 0 }.ToJsonString());
                break;
            case ("POST", "") when IsJson(request):
                Module = (await Body(request))[0]!.DeepClone().AsObject();
                Module["id"] = 83;
                await Reply(context, 201, new JsonArray(Module.DeepClone()).ToJsonString());
                break;
            case ("GET", "/83/artifacts"):
                await Reply(context, 200, new JsonArray([.. Artifacts.Select(each => new JsonObject
                {
                    ["id"] = 1,
                    ["providedFilename"] = each.Key,
                    ["size"] = each.Value.Length + (WrongSizes ? 1 : 0),
                    ["hashes"] = new JsonObject { ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(each.Value)) },
                })]).ToJsonString());
                break;
            case ("POST", "/83/artifacts") when request.HasFormContentType:
                if (UploadsUntilFailure-- <= 0)
                {
                    if (Hangs is not null)
                    {
                        Hangs.TrySetResult();
                        await Task.Delay(Timeout.Infinite, context.RequestAborted);
                    }

                    await Reply(context, 500, "{\"message\":\"store\\u001b[2J is full\"}");
                    break;
                }

                IFormFile file = (await request.ReadFormAsync()).Files.GetFile("file")!;
                using (var content = new MemoryStream())
                {
                    await file.CopyToAsync(content);
                    string name = request.Query["filename"]!;
                    bool isWhole = request.Query["sha256sum"] == Convert.ToHexStringLower(SHA256.HashData(content.ToArray()));
                    if (isWhole && file.FileName == name && Artifacts.TryAdd(name, content.ToArray()))
                        await Reply(context, 201, "{\"id\":1}");
                    else
                        await Reply(context, 400, "");
                }

                break;
            case ("GET", "/83/metadata"):
                await Reply(context, 200, new JsonObject { ["content"] = new JsonArray([.. Metadata.Select(each => new JsonObject { ["key"] = each.Key, ["value"] = each.Value, ["targetVisible"] = !Hidden.Contains(each.Key) })]) }.ToJsonString());
                break;
            case ("PUT", { } path) when IsJson(request) && path.StartsWith("/83/metadata/", StringComparison.Ordinal) && Metadata.ContainsKey(path["/83/metadata/".Length..]):
                JsonNode entry = (await JsonNode.ParseAsync(request.Body))!;
                string key = path["/83/metadata/".Length..];
                Metadata[key] = entry["value"]!.GetValue<string>();
                if (entry["targetVisible"]!.GetValue<bool>())
                    Hidden.Remove(key);
                await Reply(context, 200, "");
                break;
            case ("POST", "/83/metadata") when IsJson(request):
                foreach (JsonNode? each in await Body(request))
                    Metadata.Add(each!["key"]!.GetValue<string>(), each["value"]!.GetValue<string>());
                await Reply(context, 201, "");
                break;
            default:
                await Reply(context, 400, "");
                break;
        }
    }

    private static bool IsJson(HttpRequest request) => request.ContentType?.StartsWith("application/json", StringComparison.Ordinal) == true;

    private static async Task<JsonArray> Body(HttpRequest request) => (await JsonNode.ParseAsync(request.Body))!.AsArray();

    private static Task Reply(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        return context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask();
    }
}
