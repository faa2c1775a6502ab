using System.Collections.Concurrent;
using CliWrap;

namespace Fota.Tool.Tests;

/// <summary><c>fota serve</c> as a process that listens on a free port, until it is told to end.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _kill = new();
    private readonly TaskCompletionSource<string> _announced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CommandTask<CommandResult> _process;

    private RunningServer(Command serve) => _process = serve
        .WithStandardOutputPipe(PipeTarget.ToDelegate(line => _announced.TrySetResult(line)))
        .WithStandardErrorPipe(PipeTarget.ToDelegate(Log.Enqueue))
        .ExecuteAsync(_kill.Token);

    /// <summary>What it wrote to standard error, all of it once it has ended.</summary>
    public ConcurrentQueue<string> Log { get; } = new();

    /// <summary>Where it says that it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Starts it, and waits until it listens.</summary>
    public static async Task<RunningServer> StartAsync(Command serve)
    {
        // Whoever runs the tests in the background of a script has SIGINT ignored, and every program below inherits that.
        Command listening = serve.WithTargetFile("env").WithArguments($"--default-signal=INT,QUIT \"{serve.TargetFilePath}\" {serve.Arguments}");
        var server = new RunningServer(listening);
        string line = await server._announced.Task.WaitAsync(TimeSpan.FromSeconds(30));
        int from = line.LastIndexOf("http://", StringComparison.Ordinal);
        server.Address = new Uri(line[from..line.IndexOf(';', from)]);
        return server;
    }

    /// <summary>Presses Ctrl-C.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> InterruptAsync() => EndAsync("INT");

    /// <summary>Sends a signal.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync(string signal)
    {
        // CliWrap's own interrupt throws the exit code away.
        await Cli.Wrap("kill").WithArguments(["-" + signal, $"{_process.ProcessId}"]).ExecuteAsync();
        return (await _process.Task.WaitAsync(TimeSpan.FromSeconds(20))).ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await _kill.CancelAsync();
        await Task.WhenAny(_process.Task);
        _kill.Dispose();
    }
}
