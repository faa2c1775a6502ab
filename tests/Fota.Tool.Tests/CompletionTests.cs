using CliWrap;
using CliWrap.Buffered;

namespace Fota.Tool.Tests;

/// <summary><c>fota completion</c>, in a real bash, and what every script asks the tool.</summary>
[Slow]
public sealed class CompletionTests(InstalledTool fota)
{
    [Theory]
    [InlineData("fota ke", "keygen")]
    [InlineData("fota bases pr", "promote prune")]
    [InlineData("fota airtime x --reg", "--region")]
    [InlineData("fota airtime x --region EU", "EU868")]
    [InlineData("fota diff old new p --format ", "compact jojodiff-0.8.1 jojodiff-0.8.5")]
    [InlineData("fota completion ", "bash fish pwsh zsh")]
    [InlineData("fota diff ol", "")]
    [InlineData("fota diff ", "")]
    public async Task Bash_completes_commands_options_and_values_and_leaves_files_to_itself(string line, string expected)
    {
        // What bash sets when the user presses Tab, and then asks the completion's function.
        const string Press = """
            eval "$(fota completion bash)"
            COMP_LINE=$1 COMP_POINT=${#1}
            read -ra COMP_WORDS <<< "$1"
            case $1 in *' ') COMP_WORDS+=('') ;; esac
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _fota fota
            (( ${#COMPREPLY[@]} == 0 )) || printf '%s\n' "${COMPREPLY[@]}"
            complete -p fota >&2
            """;

        BufferedCommandResult result = await Cli.Wrap("bash").WithArguments(["--norc", "-c", Press, "bash", line])
            .WithEnvironmentVariables(OnPath()).ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        Assert.Equal(expected, string.Join(' ', result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)));
        Assert.Equal("complete -o default -F _fota fota", result.StandardError.Trim());
    }

    [Theory]
    [InlineData("bash", "\"[suggest:${#line}]\" \"$line\"")]
    [InlineData("zsh", "\"[suggest:${#line}]\" \"$line\"")]
    [InlineData("fish", "\"[suggest:\"(string length -- \"$line\")\"]\" \"$line\"")]
    [InlineData("pwsh", "\"[suggest:$($line.Length)]\" $line")]
    public async Task Every_script_asks_the_tool_for_the_line_up_to_the_cursor(string shell, string question)
    {
        BufferedCommandResult script = await fota.RunAsync("completion", shell);
        BufferedCommandResult answer = await fota.RunAsync("[suggest:9]", "fota airt");

        Assert.Equal((0, ""), (script.ExitCode, script.StandardError));
        Assert.Contains(question, script.StandardOutput, StringComparison.Ordinal);
        Assert.Equal((0, "airtime"), (answer.ExitCode, answer.StandardOutput.Trim()));
    }

    [Theory]
    [InlineData("completion csh")]
    [InlineData("completion")]
    public async Task Another_shell_is_refused(string line)
    {
        BufferedCommandResult result = await fota.RunAsync(line.Split(' '));

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("error FOTA7001: ", result.StandardError, StringComparison.Ordinal);
        Assert.Empty(result.StandardOutput);
    }

    private Dictionary<string, string?> OnPath() => new()
    {
        ["PATH"] = Path.GetDirectoryName(fota.Command) + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"),
    };
}
