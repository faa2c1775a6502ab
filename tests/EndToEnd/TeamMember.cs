using System.Runtime.Versioning;
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
