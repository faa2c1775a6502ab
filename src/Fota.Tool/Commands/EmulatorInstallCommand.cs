using System.CommandLine;
using Fota.Emulator;
using Fota.Tool.CommandLine;

namespace Fota.Tool.Commands;

/// <summary><c>fota emulator install</c>: fetches what the emulated device is compiled with, before a build needs it.</summary>
internal sealed class EmulatorInstallCommand : FotaCommand
{
    private EmulatorInstallCommand()
        : base(
            "install",
            "Fetch the Mbed TLS sources for the emulated device from the distribution's source package, once for each user.",
            "fota emulator install")
    {
    }

    /// <summary>The group <c>fota emulator</c>.</summary>
    public static Command CreateGroup() => new("emulator", "Prepare this machine for the emulated device.") { new EmulatorInstallCommand() };

    public override async Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        string folder = await EmulatorTools.InstallMbedTlsAsync(cancellationToken: cancellationToken);
        // Names what is still missing beside it, while somebody is there to install it.
        EmulatorTools.Locate(mbedTls: folder);
        terminal.Answer(new EmulatorInstallResult(folder), ToolJson.Shapes.EmulatorInstallResult, $"The Mbed TLS sources are in {folder}; the emulated device has all that it needs.");
        return 0;
    }
}

/// <summary>The answer of <c>fota emulator install</c>.</summary>
internal sealed record EmulatorInstallResult(string MbedTls);
