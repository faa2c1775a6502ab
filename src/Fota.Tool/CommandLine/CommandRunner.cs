using System.CommandLine;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;
using Fota.Errors;

namespace Fota.Tool.CommandLine;

/// <summary>Parses a command line, runs the command, and turns each way that can end into a message and an exit code.</summary>
internal static class CommandRunner
{
    /// <summary>What shells expect of a program that was stopped with Ctrl-C.</summary>
    public const int Cancelled = 130;

    /// <summary>The same for SIGTERM, where the command did not end by itself.</summary>
    private const int Terminated = 143;

    /// <summary>How long a command that is to end may take for it, as with Ctrl-C.</summary>
    private static readonly TimeSpan s_graceToEnd = TimeSpan.FromSeconds(2);

    /// <summary>Runs the tool.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        RootCommand root = FotaRootCommand.Create();
        ParseResult parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
        bool understood = parsed.Errors.Count == 0 && UsageFailure.UnknownOption(parsed) is null;
        if (!understood && parsed.Action is not HelpWithExamples)
            return RefuseCommandLine(parsed);
        using var termination = new CancellationTokenSource();
        // The command line library for .NET 8 hears of SIGTERM by ProcessExit, which .NET 10 does not raise for it any more.
        using var registration = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => End(signal, termination));
        int exitCode;
        try
        {
            exitCode = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }, termination.Token);
        }
        catch (Exception failure) when (OutputFile.IsOfStandardOutput(failure))
        {
            // Commands say how they fail themselves; this is --help or --version.
            return ErrorPrinter.Print(new Terminal(false, Console.Out, AsciiWriter.For(Console.Error)), OutputFile.Unwritable("the answer", failure));
        }

        if (exitCode is Cancelled or Terminated)
            await Console.Error.WriteLineAsync($"cancelled; {((FotaCommand)parsed.CommandResult.Command).WhenCancelled}");
        return exitCode;
    }

    /// <summary>Runs one parsed command and prints its failure, if any.</summary>
    public static async Task<int> ExecuteAsync(FotaCommand command, ParseResult arguments, CancellationToken cancellationToken)
    {
        var terminal = new Terminal(arguments.GetValue(FotaRootCommand.Json), AsciiWriter.For(Console.Out), AsciiWriter.For(Console.Error));
        // The caller must be free to end the program, whatever a command waits for: a read of a pipe that nobody writes to cannot be cancelled.
        await Task.Yield();
        try
        {
            return await command.ExecuteAsync(arguments, terminal, cancellationToken);
        }
        catch (FotaException failure)
        {
            return ErrorPrinter.Print(terminal, failure);
        }
        catch (OperationCanceledException)
        {
            return Cancelled;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return ErrorPrinter.Print(terminal, InputFile.Unreadable(failure));
        }
    }

    private static void End(PosixSignalContext signal, CancellationTokenSource termination)
    {
        signal.Cancel = true;
        termination.Cancel();
        _ = Task.Delay(s_graceToEnd).ContinueWith(_ => Environment.Exit(Terminated), TaskScheduler.Default);
    }

    private static int RefuseCommandLine(ParseResult parsed)
    {
        var terminal = new Terminal(parsed.Tokens.Any(token => token.Value == FotaRootCommand.Json.Name), AsciiWriter.For(Console.Out), AsciiWriter.For(Console.Error));
        return ErrorPrinter.Print(terminal, UsageFailure.Of(parsed));
    }
}
