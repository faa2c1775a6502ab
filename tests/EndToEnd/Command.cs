using CliWrap;
using CliWrap.Buffered;

namespace Fota.EndToEnd;

/// <summary>Runs real programs. A program that is not installed fails the test.</summary>
internal static class Command
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static async Task<BufferedCommandResult> Try(
        string program,
        IEnumerable<string> arguments,
        string? directory = null,
        IReadOnlyDictionary<string, string?>? environment = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        return await Cli.Wrap(program)
            .WithArguments(arguments)
            .WithWorkingDirectory(directory ?? Path.GetTempPath())
            .WithEnvironmentVariables(environment ?? new Dictionary<string, string?>())
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(limit.Token);
    }

    public static async Task<string> Run(string program, params string[] arguments)
    {
        BufferedCommandResult result = await Try(program, arguments);
        Assert.True(result.ExitCode == 0, $"{program} ended with {result.ExitCode}:\n{result.StandardOutput}{result.StandardError}");
        return result.StandardOutput;
    }
}
