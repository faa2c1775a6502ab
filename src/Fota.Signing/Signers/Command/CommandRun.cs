using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Fota.Errors;

namespace Fota.Signing;

/// <summary>One run of the signing command: input given, output limited, ended with all its children when time is up; what it leaves in its session ends with it.</summary>
internal sealed class CommandRun(SigningCommand command, string workingDirectory, TimeSpan timeout)
{
    /// <summary>A signature has at most 512 bytes; base64 and line ends make it longer.</summary>
    private const int MaxOutputBytes = 4096;

    /// <summary>Of a longer complaint the end is shown, where the cause usually is.</summary>
    private const int MaxErrorBytes = 1000;

    /// <summary>What an ended command wrote lies in the pipe already; on a busy machine it may take its time to be read.</summary>
    private static readonly TimeSpan s_restOfOutput = TimeSpan.FromSeconds(1);

    /// <summary>Runs the command.</summary>
    /// <param name="input">What it gets on standard input.</param>
    /// <param name="environment">Variables added to its environment.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What it wrote to standard output.</returns>
    internal async Task<byte[]> ExecuteAsync(
        byte[] input, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        var leftovers = new CommandLeftovers();
        using Process process = Start(environment, leftovers.Run);
        Task exit = ExitAsync(process, leftovers, limit.Token);
        try
        {
            Task<(byte[] Bytes, bool Whole)> output = ReadAsync(process.StandardOutput.BaseStream, MaxOutputBytes, exit, limit.Token);
            Task<byte[]> error = ReadEndAsync(process.StandardError.BaseStream, MaxErrorBytes, exit, limit.Token);
            await WriteAsync(process.StandardInput.BaseStream, input, limit.Token);
            (byte[] bytes, bool whole) = await output.WaitAsync(limit.Token);
            if (!whole)
                throw TooMuchOutput();
            byte[] errorEnd = await error.WaitAsync(limit.Token);
            await exit;
            return process.ExitCode == 0 ? bytes : throw Failed(process.ExitCode, errorEnd);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw TimedOut();
        }
        finally
        {
            if (!exit.IsCompletedSuccessfully)
            {
                End(process);
                leftovers.End();
            }
        }
    }

    private static async Task ExitAsync(Process process, CommandLeftovers leftovers, CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(cancellationToken);
        leftovers.End();
    }

    private static void End(Process process)
    {
        try
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended by itself meanwhile, or took on the rights of another user; the build has its answer either way.
        }
    }

    private Process Start(IReadOnlyDictionary<string, string> environment, string run)
    {
        string path = ProgramPath.Find(command.Program, workingDirectory) ?? throw NotFound("it is not on PATH, and no such file exists");
        ProcessStartInfo start = new(path, command.Arguments)
        {
            WorkingDirectory = workingDirectory,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        start.Environment[CommandLeftovers.Variable] = run;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw NotFound(e.Message, e);
        }
    }

    private static async Task WriteAsync(Stream stream, byte[] input, CancellationToken cancellationToken)
    {
        try
        {
            await using (stream)
                await stream.WriteAsync(input, cancellationToken);
        }
        catch (IOException)
        {
            // A command that takes the digest from its environment need not read its input.
        }
    }

    /// <summary>Reads to the end, or until one byte more than allowed has come.</summary>
    private static async Task<(byte[] Bytes, bool Whole)> ReadAsync(Stream stream, int limit, Task exit, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[limit + 1];
        int length = 0;
        for (int read; (read = await NextAsync(stream, buffer.AsMemory(length), exit, cancellationToken)) > 0;)
            length += read;
        return (buffer[..length], length <= limit);
    }

    /// <summary>
    /// Reads what comes next; nothing at the end, and when the command has ended and no more comes. An agent that it started as a
    /// daemon may keep the pipe open for days.
    /// </summary>
    private static async Task<int> NextAsync(Stream stream, Memory<byte> buffer, Task exit, CancellationToken cancellationToken)
    {
        Task<int> read = stream.ReadAsync(buffer, cancellationToken).AsTask();
        if (await Task.WhenAny(read, exit) != read)
            await Task.WhenAny(read, Task.Delay(s_restOfOutput, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        return read.IsCompleted ? await read : 0;
    }

    /// <summary>Reads all, so that the command never waits for its reader, and keeps the end.</summary>
    private static async Task<byte[]> ReadEndAsync(Stream stream, int limit, Task exit, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[limit * 2];
        int length = 0;
        for (int read; (read = await NextAsync(stream, buffer.AsMemory(length), exit, cancellationToken)) > 0;)
        {
            length += read;
            if (length > limit)
            {
                buffer.AsSpan(length - limit, limit).CopyTo(buffer);
                length = limit;
            }
        }

        return buffer[..length];
    }

    private FotaException NotFound(string why, Exception? cause = null) => new(
        SigningErrors.CommandNotFound,
        $"The signing command {command.Program} cannot be started: {why}.",
        "Install it, or give its path. No shell is involved: scripts need an interpreter line, and batch files cannot be used.",
        cause);

    private FotaException Failed(int exitCode, byte[] error)
    {
        string text = new([.. Encoding.UTF8.GetString(error).Trim().Select(c => char.IsControl(c) ? ' ' : c)]);
        return new FotaException(
            SigningErrors.CommandFailed,
            $"The signing command {command.Program} ended with exit code {exitCode}"
                + (text.Length > 0 ? $" and wrote: {text}" : " and no message on standard error."),
            "Run it by hand with the same request on its standard input; docs/keys.md describes the request.");
    }

    private FotaException TimedOut() => new(
        SigningErrors.CommandTimeout,
        $"The signing command {command.Program} did not end within {timeout.TotalSeconds:0.#} s and was ended.",
        "Look why it waits (a prompt cannot be answered here), or allow it more time.");

    private FotaException TooMuchOutput() => new(
        SigningErrors.CommandOutput,
        $"The signing command {command.Program} wrote more than {MaxOutputBytes:N0} bytes to standard output.",
        "Let it write the signature alone, raw or in base64; messages belong on standard error.");
}
