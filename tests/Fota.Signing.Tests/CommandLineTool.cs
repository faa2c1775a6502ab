using CliWrap;
using CliWrap.Buffered;

namespace Fota.Signing.Tests;

/// <summary>Runs the real tools that the tests compare with. An absent tool fails the test.</summary>
internal static class CommandLineTool
{
    internal static string OpenSsl(params string[] arguments) => Run("openssl", arguments);

    /// <summary>Runs a tool and gives its standard output; fails the test if the tool fails.</summary>
    internal static string Run(string tool, params string[] arguments)
    {
        (int exitCode, string output, string error) = TryRun(tool, arguments);
        Assert.True(exitCode == 0, $"{tool} {string.Join(' ', arguments)}: exit code {exitCode}\n{output}{error}");
        return output;
    }

    internal static (int ExitCode, string Output, string Error) TryRun(string tool, params string[] arguments)
    {
        BufferedCommandResult result = Cli.Wrap(tool).WithArguments(arguments).WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken).GetAwaiter().GetResult();
        return (result.ExitCode, result.StandardOutput, result.StandardError);
    }
}
