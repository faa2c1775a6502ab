using System.Text.Json;

namespace Fota.EndToEnd;

/// <summary>A copy of samples/Blinky in a temporary folder, that is built with the packed package by a real <c>dotnet build</c>.</summary>
internal sealed class FirmwareProject : IDisposable
{
    private readonly PackedFeed _feed;
    private readonly TemporaryFolder _parent = new("fota-e2e-");

    /// <param name="feed">The package and the keys.</param>
    /// <param name="folder">The name of the folder that the copy is made in.</param>
    /// <param name="withKeys">Whether the project gets the feed's keys.</param>
    public FirmwareProject(PackedFeed feed, string folder = "project", bool withKeys = true)
    {
        _feed = feed;
        Root = _parent[folder];
        Copy(Repository.PathOf("samples"), Root);
        if (withKeys)
            Copy(feed.Keys, PathOf("keys"));
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

    public async Task<BuildResult> Dotnet(string command, params string[] arguments)
    {
        var environment = new Dictionary<string, string?>(_feed.Environment())
        {
            // A test says itself when it plays a build server.
            ["CI"] = null,
            ["TF_BUILD"] = null,
        };
        foreach ((string name, string? value) in Environment)
            environment[name] = value;
        return new BuildResult(await ExternalProgram.TryAsync("dotnet", [command, "Blinky", "--tl:off", .. arguments], Root, environment));
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

    private static void Copy(string source, string target)
    {
        System.IO.Directory.CreateDirectory(target);
        foreach (string file in System.IO.Directory.EnumerateFiles(source))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
        foreach (string directory in System.IO.Directory.EnumerateDirectories(source))
        {
            string name = Path.GetFileName(directory);
            if (name is not ("bin" or "obj" or "keys" or ".fota"))
                Copy(directory, Path.Combine(target, name));
        }
    }
}
