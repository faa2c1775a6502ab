using CliWrap;
using CliWrap.Buffered;

namespace Fota.Testing;

/// <summary>Runs real programs. One that is not installed, or does not end, fails the test.</summary>
public static class ExternalProgram
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    /// <summary>Runs a program that must succeed.</summary>
    /// <returns>What it wrote to standard output.</returns>
    public static string Run(string program, params string[] arguments) => RunAsync(program, arguments).GetAwaiter().GetResult();

    /// <inheritdoc cref="Run"/>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        BufferedCommandResult result = await TryAsync(program, arguments);
        Assert.True(
            result.ExitCode == 0,
            $"{program} {string.Join(' ', arguments)} ended with {result.ExitCode}:\n{result.StandardOutput}{result.StandardError}");
        return result.StandardOutput;
    }

    /// <summary>Runs a program that may fail.</summary>
    /// <param name="program">Its name or path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">Where it runs; else in the system's folder for temporary files.</param>
    /// <param name="environment">Variables beside its inherited ones; null takes one away.</param>
    public static async Task<BufferedCommandResult> TryAsync(
        string program,
        IEnumerable<string> arguments,
        string? folder = null,
        IReadOnlyDictionary<string, string?>? environment = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(s_limit);
        return await Cli.Wrap(program)
            .WithArguments(arguments)
            .WithWorkingDirectory(folder ?? Path.GetTempPath())
            .WithEnvironmentVariables(environment ?? new Dictionary<string, string?>())
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(limit.Token);
    }
}
