using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using CliWrap.Buffered;

namespace Fota.EndToEnd;

/// <summary>A machine of a team: a clone of the sample, a package folder of its own, no archive, and the team's feeds in its nuget.config.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class TeamMember : IDisposable
{
    private readonly PackedFeed _feed;
    private readonly InstalledTool _tool = new();

    /// <param name="feed">The package, the keys, and a project at each stage.</param>
    /// <param name="sources">The lines of the nuget.config about the team's feeds.</param>
    /// <param name="project">The clone; null for one that was never built.</param>
    public TeamMember(PackedFeed feed, string sources, FirmwareProject? project = null)
    {
        _feed = feed;
        Project = project ?? new FirmwareProject(feed);
        Project.Environment["RestorePackagesPath"] = Packages;
        Configure(sources);
        Project.Edit("Blinky.csproj", "</Project>", """
              <PropertyGroup>
                <FotaBasesFrom>packages</FotaBasesFrom>
              </PropertyGroup>
              <Import Project="fota.bases.props" Condition="Exists('fota.bases.props')" />
            </Project>
            """);
    }

    public FirmwareProject Project { get; }

    public string Packages => Project.PathOf("packages here");

    public string Lock => Project.PathOf("fota.bases.json");

    /// <summary>A source that is a folder or an address.</summary>
    public static string Source(string place) => $"""<packageSources><clear /><add key="team" value="{place}" allowInsecureConnections="true" /></packageSources>""";

    /// <summary>Writes the nuget.config of the project.</summary>
    public void Configure(string sources) => File.WriteAllText(Project.PathOf("nuget.config"), $"<configuration>{sources}</configuration>");

    /// <summary>The next version, with a change.</summary>
    public void ChangeTo(string version)
    {
        Project.SetVersion(version);
        Project.ChangeOneLine($"blinky {version}> ");
    }

    /// <summary>Runs the command <c>fota</c> on the project.</summary>
    public async Task<BufferedCommandResult> Fota(params string[] arguments)
    {
        var environment = new Dictionary<string, string?>(_tool.Environment);
        foreach ((string name, string? value) in _feed.Environment().Concat(Project.Environment))
            environment[name] = value;
        return await ExternalProgram.TryAsync(_tool.Command, arguments, Project.Directory, environment);
    }

    /// <summary>Runs a block of commands of the documentation, as they stand there but for the product.</summary>
    /// <param name="page">The file in docs.</param>
    /// <param name="first">How the first line of the block begins.</param>
    /// <param name="changes">What else is to be another text.</param>
    public async Task<string> Follow(string page, string first, params (string From, string To)[] changes)
    {
        Match block = Regex.Match(Repository.Read("docs", page), $"```sh\n({Regex.Escape(first)}.*?)```", RegexOptions.Singleline);
        Assert.True(block.Success, $"docs/{page} has no commands that begin with {first}");
        string commands = block.Groups[1].Value.Replace("Thermostat", "Blinky", StringComparison.Ordinal);
        foreach ((string from, string to) in changes)
        {
            Assert.Contains(from, commands, StringComparison.Ordinal);
            commands = commands.Replace(from, to, StringComparison.Ordinal);
        }

        var environment = new Dictionary<string, string?>(_tool.Environment);
        foreach ((string name, string? value) in _feed.Environment().Concat(Project.Environment))
            environment[name] = value;
        BufferedCommandResult result = await ExternalProgram.TryAsync("bash", ["-euc", commands], Project.Directory, environment);
        Assert.True(result.ExitCode == 0, $"{commands}\n{result.StandardOutput}{result.StandardError}");
        return result.StandardOutput;
    }

    /// <summary>Releases the project as it is, and puts the package into a feed's folder.</summary>
    public async Task Publish(string folder)
    {
        (await Project.Dotnet("pack", "-c", "Debug", "-p:FotaRelease=true", "-p:FotaBasesFrom=archive", "-o", folder)).ShouldSucceed();
    }

    public byte[] Package(string file) => File.ReadAllBytes(Project.Package(file));

    public void Dispose()
    {
        Project.Dispose();
        _tool.Dispose();
    }
}
