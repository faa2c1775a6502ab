using CliWrap;
using CliWrap.Buffered;

namespace Fota.Tool.Tests;

/// <summary>Standard input that never ends, or is not there.</summary>
[Slow]
public sealed class StandardInputTests(InstalledTool fota) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Closed_standard_input_is_said_and_not_waited_for()
    {
        BufferedCommandResult diff = await DiffAsync("exec timeout -k 1 60 \"$@\" <&-");

        Assert.Equal(4, diff.ExitCode);
        Assert.Contains("FOTA7002: Standard input is closed.", diff.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_and_a_file_are_read()
    {
        string old = _folder.Write("old.bin", new byte[500]);

        BufferedCommandResult piped = await DiffAsync($"cat '{old}' | \"$@\""), file = await DiffAsync($"\"$@\" < '{old}'");

        Assert.Equal((0, 0), (piped.ExitCode, file.ExitCode));
        Assert.Equal(piped.StandardOutput, file.StandardOutput);
    }

    [Fact]
    public async Task Ctrl_C_ends_what_waits_for_a_pipe_that_nobody_writes_to()
    {
        await ExternalProgram.RunAsync("mkfifo", _folder["pipe"]);

        BufferedCommandResult diff = await DiffAsync(
            $"exec timeout --preserve-status --signal=INT -k 60 3 env --default-signal=INT,QUIT \"$@\" 0<>'{_folder["pipe"]}'");

        Assert.Equal(130, diff.ExitCode);
        Assert.Contains("cancelled", diff.StandardError, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["p.diff"]));
    }

    private async Task<BufferedCommandResult> DiffAsync(string shell)
    {
        string image = _folder.Write("new.bin", [.. new byte[400], 1, 2, 3]);
        return await Cli.Wrap("/bin/sh")
            .WithArguments(["-c", shell, "sh", fota.Command, "diff", "-", image, _folder["p.diff"], "--force"])
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
    }
}
