using CliWrap.Buffered;

namespace Fota.EndToEnd;

/// <summary>Fota.Build and Fota.Tool as they would be published, packed from two clones of one commit in different folders.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    internal const string Version = "1.2.3-beta.4";
    internal const string Origin = "https://github.com/example/fota-build";

    private readonly TemporaryFolder _directory = new("fota-pack-");

    /// <summary>The commit.</summary>
    internal string Commit { get; private set; } = "";

    /// <summary>The folder of the first clone.</summary>
    internal string Clone => _directory["here"];

    /// <summary>The packages of the first clone.</summary>
    internal string Here => _directory["here-packed"];

    /// <summary>The packages of the second.</summary>
    internal string There => _directory["there-packed"];

    public async ValueTask InitializeAsync()
    {
        Commit = await Pack(Clone, Here);
        Assert.Equal(Commit, await Pack(_directory["somewhere", "else"], There));
    }

    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<string> Pack(string clone, string output)
    {
        await SourceTree.CopyToAsync(clone);
        string[][] commands =
        [
            ["git", "init", "--quiet"],
            ["git", "remote", "add", "origin", Origin + ".git"],
            ["git", "add", "--all"],
            ["git", "commit", "--quiet", "--message", "all"],
            ["dotnet", "pack", "src/Fota.Build", "-c", "Release", "-o", output, $"-p:Version={Version}", "-p:RestoreLockedMode=true", "-p:RunAnalyzers=false", "--nologo"],
            ["dotnet", "pack", "src/Fota.Tool", "-c", "Release", "-o", output, $"-p:Version={Version}", "-p:RestoreLockedMode=true", "-p:RunAnalyzers=false", "--nologo"],
            ["git", "rev-parse", "HEAD"],
        ];
        string said = "";
        foreach (string[] command in commands)
        {
            BufferedCommandResult result = await ExternalProgram.TryAsync(command[0], command[1..], clone, s_environment);
            Assert.True(result.ExitCode == 0, $"{string.Join(' ', command)}:\n{result.StandardOutput}{result.StandardError}");
            said = result.StandardOutput.Trim();
        }

        return said;
    }

    private static readonly Dictionary<string, string?> s_environment = new()
    {
        ["GIT_AUTHOR_NAME"] = "test",
        ["GIT_AUTHOR_EMAIL"] = "test@invalid",
        ["GIT_AUTHOR_DATE"] = "2020-01-01T00:00:00Z",
        ["GIT_COMMITTER_NAME"] = "test",
        ["GIT_COMMITTER_EMAIL"] = "test@invalid",
        ["GIT_COMMITTER_DATE"] = "2020-01-01T00:00:00Z",
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["CI"] = null,
        ["TF_BUILD"] = null,
    };
}
