using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using CliWrap;

namespace Fota.Tool.Tests;

/// <summary>A real browser without a window: Chromium, driven by chromedriver's WebDriver protocol on a free loopback port.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly string[] s_flags =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--window-size=1200,1600",
    ];

    /// <summary>The code points that WebDriver gives keys (WebDriver, 17.4.2).</summary>
    private static readonly Dictionary<string, string> s_keyValues = new()
    {
        ["Tab"] = "\uE004", ["End"] = "\uE010", ["Home"] = "\uE011", ["ArrowLeft"] = "\uE012", ["ArrowUp"] = "\uE013", ["ArrowRight"] = "\uE014", ["ArrowDown"] = "\uE015",
    };

    private readonly CancellationTokenSource _kill = new();
    private readonly TemporaryFolder _profile = new();
    private readonly HttpClient _client = new();
    private readonly TaskCompletionSource<int> _port = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CommandTask<CommandResult> _driver;
    private string _session = "";

    private Browser() => _driver = Cli.Wrap("chromedriver").WithArguments(["--port=0"])
        .WithStandardOutputPipe(PipeTarget.ToDelegate(FindPort)).WithValidation(CommandResultValidation.None).ExecuteAsync(_kill.Token);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Starts it with a profile of its own.</summary>
    public static async Task<Browser> StartAsync()
    {
        var browser = new Browser();
        int port = await browser._port.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        browser._client.BaseAddress = new Uri($"http://127.0.0.1:{port}/");
        JsonNode[] flags = [.. s_flags.Append($"--user-data-dir={browser._profile.Path}").Select(each => JsonValue.Create(each))];
        var wanted = new JsonObject
        {
            ["browserName"] = "chrome",
            ["goog:loggingPrefs"] = new JsonObject { ["browser"] = "ALL" },
            ["goog:chromeOptions"] = new JsonObject { ["args"] = new JsonArray(flags) },
        };
        JsonElement answer = await browser.PostAsync(
            "session", new JsonObject { ["capabilities"] = new JsonObject { ["alwaysMatch"] = wanted } });
        browser._session = $"session/{answer.GetProperty("sessionId").GetString()}";
        return browser;
    }

    /// <summary>Loads a page.</summary>
    public Task OpenAsync(Uri page) => PostAsync($"{_session}/url", new JsonObject { ["url"] = page.AbsoluteUri });

    /// <summary>What a script in the page returns.</summary>
    public Task<JsonElement> RunAsync(string script) =>
        PostAsync($"{_session}/execute/sync", new JsonObject { ["script"] = script, ["args"] = new JsonArray() });

    /// <summary>Clicks as a person does: an element that is covered or not shown cannot be.</summary>
    public async Task ClickAsync(string selector) => await PostAsync($"{await FindAsync(selector)}/click", []);

    /// <summary>Types into a field.</summary>
    public async Task TypeAsync(string selector, string text) =>
        await PostAsync($"{await FindAsync(selector)}/value", new JsonObject { ["text"] = text });

    /// <summary>Presses keys on what has the focus; names are those of the keyboard events of the web, such as <c>ArrowRight</c>.</summary>
    public async Task PressAsync(params string[] keys)
    {
        JsonNode[] presses = [.. keys.SelectMany(key => new[] { Stroke("keyDown", key), Stroke("keyUp", key) })];
        await PostAsync($"{_session}/actions", new JsonObject
        {
            ["actions"] = new JsonArray(new JsonObject { ["type"] = "key", ["id"] = "keyboard", ["actions"] = new JsonArray(presses) }),
        });
    }

    /// <summary>Shows the page as a window of this width does, in CSS pixels, and by this colour scheme (<c>light</c> or <c>dark</c>).</summary>
    public async Task ShowAsync(int width, string scheme)
    {
        await CommandAsync("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = 1600, ["deviceScaleFactor"] = 1, ["mobile"] = false });
        await CommandAsync("Emulation.setEmulatedMedia", new JsonObject
        {
            ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme }),
        });
    }

    /// <summary>The page as it comes from a printer, a PDF; without background graphics, as browsers print unless told otherwise.</summary>
    public async Task<byte[]> PrintAsync() => Convert.FromBase64String((await PostAsync($"{_session}/print", new JsonObject { ["background"] = false })).GetString()!);

    /// <summary>Moves the mouse over the middle of an element.</summary>
    public async Task HoverAsync(string selector)
    {
        string element = await FindAsync(selector);
        await PostAsync($"{_session}/actions", JsonNode.Parse($$"""
            { "actions": [{ "type": "pointer", "id": "mouse", "actions": [{ "type": "pointerMove", "x": 0, "y": 0, "duration": 0,
              "origin": { "element-6066-11e4-a52e-4f735466cecf": "{{element.Split('/')[^1]}}" } }] }] }
            """)!.AsObject());
    }

    /// <summary>What axe-core finds wrong with the page as it is shown; contrast of text is part of it (4.5, as WCAG 2.1 AA asks for).</summary>
    public async Task<IReadOnlyList<string>> AccessibilityFaultsAsync()
    {
        await RunAsync(await File.ReadAllTextAsync(Directory.GetFiles(Repository.PathOf("artifacts", "axe"), "axe-*.min.js").Single(), Cancellation));
        JsonElement faults = await RunAsync("""
            return axe.run({ resultTypes: ["violations"] })
                .then(found => found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html} ${node.failureSummary}`)))
            """);
        return [.. faults.EnumerateArray().Select(each => each.GetString()!)];
    }

    /// <summary>What the console shows: errors of scripts, of the security policy, of the network.</summary>
    public async Task<IReadOnlyList<string>> ConsoleAsync() =>
    [
        .. (await PostAsync($"{_session}/se/log", new JsonObject { ["type"] = "browser" })).EnumerateArray()
            .Select(each => each.GetProperty("message").GetString()!),
    ];

    public async ValueTask DisposeAsync()
    {
        if (_session.Length > 0)
            await _client.DeleteAsync(new Uri(_session, UriKind.Relative));
        await _kill.CancelAsync();
        await Task.WhenAny(_driver.Task);
        _client.Dispose();
        _kill.Dispose();
        _profile.Dispose();
    }

    private void FindPort(string line)
    {
        const string Announcement = "started successfully on port ";
        int at = line.IndexOf(Announcement, StringComparison.Ordinal);
        if (at >= 0)
            _port.TrySetResult(int.Parse(line[(at + Announcement.Length)..].TrimEnd('.'), System.Globalization.CultureInfo.InvariantCulture));
    }

    private static JsonObject Stroke(string type, string key) => new() { ["type"] = type, ["value"] = s_keyValues[key] };

    private Task<JsonElement> CommandAsync(string command, JsonObject parameters) =>
        PostAsync($"{_session}/goog/cdp/execute", new JsonObject { ["cmd"] = command, ["params"] = parameters });

    private async Task<string> FindAsync(string selector)
    {
        JsonElement found = await PostAsync($"{_session}/element", new JsonObject { ["using"] = "css selector", ["value"] = selector });
        return $"{_session}/element/{found.EnumerateObject().First().Value.GetString()}";
    }

    private async Task<JsonElement> PostAsync(string path, JsonObject body)
    {
        // With a length: chromedriver reads no chunks.
        using var content = new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await _client.PostAsync(new Uri(path, UriKind.Relative), content, Cancellation);
        JsonElement value = (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("value");
        Assert.True(answer.IsSuccessStatusCode, value.ToString());
        return value.Clone();
    }
}
