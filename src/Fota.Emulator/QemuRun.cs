using System.Globalization;
using System.Text;
using CliWrap;
using Fota.Errors;

namespace Fota.Emulator;

/// <summary>One process of QEMU, and the files of one run.</summary>
internal sealed class QemuRun(string qemu, string folder, string rom, string plugin, UpdateScenario scenario, Action<string> lineReported)
{
    private const int MostLines = 100_000;

    private readonly List<string> _lines = [];
    private readonly StringBuilder _errors = new();

    /// <summary>The file that is the device's flash.</summary>
    public string FlashPath => Path.Combine(folder, "flash.bin");

    /// <summary>The plugin's figures.</summary>
    public string PhasesPath => Path.Combine(folder, "phases.jsonl");

    /// <summary>What the device reported.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>What QEMU complained about.</summary>
    public string Errors => _errors.ToString();

    /// <summary>The device's exit code, or QEMU's own.</summary>
    public int ExitCode { get; private set; }

    /// <summary>What the applications wrote to UART 0.</summary>
    public string UartOutput => File.Exists(UartPath) ? File.ReadAllText(UartPath) : "";

    private string UartPath => Path.Combine(folder, "uart.txt");

    /// <summary>The error of a QEMU that does not do its work.</summary>
    public static FotaException Failed(string what) => new(
        EmulatorErrors.EmulatorFailed, what, "Check that qemu-system-arm is 7.2 or later and was built with plugins.");

    /// <summary>Runs to the end.</summary>
    /// <exception cref="FotaException">The time limit is over.</exception>
    public async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        using RecoveryLink? link = scenario.RecoveryContainer is { } container ? new RecoveryLink(container) : null;
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(scenario.TimeLimit);
        try
        {
            CommandResult result = await Cli.Wrap(qemu)
                .WithArguments(Arguments(link))
                .WithValidation(CommandResultValidation.None)
                .WithStandardOutputPipe(PipeTarget.ToDelegate(AddLine))
                .WithStandardErrorPipe(PipeTarget.ToStringBuilder(_errors))
                .ExecuteAsync(limit.Token);
            ExitCode = result.ExitCode;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw TimedOut();
        }
    }

    private static string Escape(string path) => path.Replace(",", ",,", StringComparison.Ordinal);

    private string[] Arguments(RecoveryLink? link) =>
    [
        "-M", scenario.Device.Board + ",memory-backend=flash",
        "-object", $"memory-backend-file,id=flash,size=16M,mem-path={Escape(FlashPath)},share=on",
        "-display", "none", "-monitor", "none", "-net", "none",
        "-serial", "file:" + Escape(UartPath),
        "-serial", link is null ? "null" : "tcp:" + link.Address,
        "-chardev", "stdio,id=report,signal=off",
        "-semihosting-config", "enable=on,target=native,chardev=report",
        "-plugin", $"{Escape(plugin)},out={Escape(PhasesPath)}{(scenario.Device.Cpu == DeviceCpu.CortexM0 ? ",core=armv6m" : "")}",
        "-kernel", rom,
    ];

    private void AddLine(string line)
    {
        if (_lines.Count < MostLines)
            _lines.Add(line);
        lineReported(line);
    }

    private FotaException TimedOut()
    {
        string last = _lines.Count > 0 ? $" The last report was {_lines[^1]}." : " It reported nothing.";
        return new FotaException(
            EmulatorErrors.TimedOut,
            string.Create(CultureInfo.InvariantCulture, $"The emulated device did not finish in {scenario.TimeLimit.TotalSeconds:0.#} s.{last}"),
            "See whether the new version calls confirm() of fota_boot.h, or hangs before it.");
    }
}
