using CliWrap.Buffered;

namespace Fota.EndToEnd;

/// <summary>What a newcomer does first.</summary>
public sealed class CleanCloneTests
{
    [Fact]
    public async Task Build_of_the_sample_in_a_clean_clone_packs_the_package_restores_it_and_warns_of_nothing()
    {
        using var clone = new TemporaryFolder("fota-clone-");
        await SourceTree.CopyToAsync(clone.Path);

        var environment = new Dictionary<string, string?> { ["CI"] = null, ["TF_BUILD"] = null, ["MSBUILDDISABLENODEREUSE"] = "1" };
        BufferedCommandResult command = await ExternalProgram.TryAsync("dotnet", ["build", "samples/Blinky", "--tl:off"], clone.Path, environment);
        var result = new BuildResult(command);

        result.ShouldSucceed().ShouldNotWarn();
        string package = clone["samples", "Blinky", "bin", "Debug", "fota"];
        Assert.True(File.Exists(Path.Combine(package, "update.json")));
        await OpenSsl.VerifyAsync(
            clone["samples", "Blinky", "keys", "update.pub"], Path.Combine(package, "update.sig"), Path.Combine(package, "update.bin"));
        Assert.True(Directory.Exists(clone["artifacts", "packages", "fota.build"]));
    }
}
