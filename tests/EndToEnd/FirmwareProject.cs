using System.Text.Json;

namespace Fota.EndToEnd;

/// <summary>How far a project has come when a test gets it.</summary>
internal enum Stage
{
    /// <summary>Its sources and keys. Every build restores its packages.</summary>
    Sources,

    /// <summary>Restored and compiled by a build whose package and archive are gone. From here on no build restores, since nothing changes.</summary>
    Compiled,

    /// <summary>Built once, as 1.0.0.</summary>
    Built,

    /// <summary>Released once, as 1.0.0.</summary>
    Released,
}

/// <summary>A copy of samples/Blinky in a temporary folder, that is built with the packed package by a real <c>dotnet build</c>.</summary>
internal sealed class FirmwareProject : IDisposable
{
    private readonly PackedFeed _feed;
    private readonly bool _restored;
    private readonly TemporaryFolder _parent = new("fota-e2e-");

    /// <param name="feed">The package and the keys.</param>
    /// <param name="folder">The name of the folder that the copy is made in.</param>
    /// <param name="withKeys">Whether the project gets the feed's keys.</param>
    public FirmwareProject(PackedFeed feed, string folder = "project", bool withKeys = true)
    {
        _feed = feed;
        Root = _parent[folder];
        Copy(Repository.PathOf("samples"), Root, name => name is not ("bin" or "obj" or "keys" or ".fota"));
        if (withKeys)
            Copy(feed.Keys, PathOf("keys"));
    }

    /// <param name="feed">The package, the keys, and a project at each stage.</param>
    /// <param name="stage">The stage from which on the test builds.</param>
    public FirmwareProject(PackedFeed feed, Stage stage)
        : this(feed)
    {
        if (stage == Stage.Sources)
            return;
        _restored = true;
        FirmwareProject at = stage == Stage.Released ? feed.Released : feed.Built;
        Copy(at.PathOf("obj"), PathOf("obj"), name => name != "fota" || stage != Stage.Compiled);
        Copy(at.PathOf("bin"), PathOf("bin"), name => name != "fota" || stage != Stage.Compiled);
        if (stage != Stage.Compiled)
            Copy(at.PathOf(".fota"), PathOf(".fota"));
        // As if it had been built here.
        foreach (string file in System.IO.Directory.EnumerateFiles(PathOf("obj"), "*", SearchOption.AllDirectories))
            Rewrite(file, at.Root);
    }

    /// <summary>More environment variables for its builds.</summary>
    public Dictionary<string, string?> Environment { get; } = [];

    /// <summary>The folder of the project, its toolchain and its logs.</summary>
    public string Root { get; }

    public string Directory => Path.Combine(Root, "Blinky");

    public string PathOf(params string[] parts) => Path.Combine([Directory, .. parts]);

    /// <summary>A file of the package, of the Debug configuration.</summary>
    public string Package(string name) => PathOf("bin", "Debug", "fota", name);

    public string Archive => PathOf(".fota", "Debug");

    public JsonElement Manifest() => JsonDocument.Parse(File.ReadAllBytes(Package("update.json"))).RootElement;

    public Task<BuildResult> Build(params string[] arguments) => Dotnet("build", arguments);

    public Task<BuildResult> Dotnet(string command, params string[] arguments) => DotnetIn("Blinky", command, arguments);

    /// <summary>Runs <c>dotnet</c> for a project of another folder beside it.</summary>
    public async Task<BuildResult> DotnetIn(string folder, string command, params string[] arguments)
    {
        var environment = new Dictionary<string, string?>(_feed.Environment())
        {
            // A test says itself when it plays a build server.
            ["CI"] = null,
            ["TF_BUILD"] = null,
        };
        foreach ((string name, string? value) in Environment)
            environment[name] = value;
        string[] restored = _restored && command == "build" ? ["--no-restore"] : [];
        return new BuildResult(await ExternalProgram.TryAsync("dotnet", [command, folder, "--tl:off", .. restored, .. arguments], Root, environment));
    }

    /// <summary>Replaces a text of a source file.</summary>
    public void Edit(string file, string old, string replacement)
    {
        string path = PathOf(file.Split('/'));
        string text = File.ReadAllText(path);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(old, replacement, StringComparison.Ordinal));
    }

    /// <summary>A change of one line, as in any day's work.</summary>
    public void ChangeOneLine(string prompt = "blinky $ ") => Edit("src/shell.c", "blinky> ", prompt);

    public void SetVersion(string version)
    {
        string project = PathOf("Blinky.csproj");
        string text = File.ReadAllText(project);
        int start = text.IndexOf("<Version>", StringComparison.Ordinal) + "<Version>".Length;
        int end = text.IndexOf("</Version>", StringComparison.Ordinal);
        File.WriteAllText(project, text[..start] + version + text[end..]);
    }

    /// <summary>The sample's change to 1.1.0, a new feature.</summary>
    public async Task ChangeToNextVersion()
    {
        string change = Repository.PathOf("samples", "changes", "Blinky-1.1.0.patch");
        var result = await ExternalProgram.TryAsync("git", ["apply", change], Directory);
        Assert.True(result.ExitCode == 0, result.StandardError);
    }

    /// <summary>Name, size and write time of all files of a folder: what a build that writes nothing leaves alone.</summary>
    public IReadOnlyList<string> Snapshot(params string[] folder) =>
    [
        .. new DirectoryInfo(PathOf(folder)).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(file => !file.Name.EndsWith("lock", StringComparison.Ordinal))
            .Select(file => $"{file.FullName} {file.Length} {file.LastWriteTimeUtc:O}")
            .Order(StringComparer.Ordinal),
    ];

    public void Dispose() => _parent.Dispose();

    // Times are kept: a compiler's output is newer than its sources.
    private static void Copy(string source, string target, Func<string, bool>? folders = null)
    {
        System.IO.Directory.CreateDirectory(target);
        foreach (string file in System.IO.Directory.EnumerateFiles(source))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
        foreach (string directory in System.IO.Directory.EnumerateDirectories(source))
        {
            string name = Path.GetFileName(directory);
            if (folders is null || folders(name))
                Copy(directory, Path.Combine(target, name), folders);
        }
    }

    private void Rewrite(string file, string oldRoot)
    {
        if (Path.GetExtension(file) is not (".json" or ".txt" or ".props" or ".targets" or ".d"))
            return;
        string text = File.ReadAllText(file);
        if (!text.Contains(oldRoot, StringComparison.Ordinal))
            return;
        DateTime written = File.GetLastWriteTimeUtc(file);
        File.WriteAllText(file, text.Replace(oldRoot, Root, StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(file, written);
    }
}
