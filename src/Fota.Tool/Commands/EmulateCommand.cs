using System.CommandLine;
using Fota.Emulator;
using Fota.Errors;
using Fota.Release.Container;
using Fota.Release.Images;
using Fota.Release.Images.Formats;
using Fota.Release.Trials;
using Fota.Tool.CommandLine;
using Fota.Tool.Emulation;
using Fota.Tool.Projects;

namespace Fota.Tool.Commands;

/// <summary><c>fota emulate</c>: the update on an emulated device, from files or from what a project built.</summary>
internal sealed class EmulateCommand : FotaCommand
{
    private readonly Argument<string[]> _places = new("PROJECT | BASE UPDATE")
    {
        Description = "The firmware project (default: this folder), or the image that the device runs and the update.fota for it",
        Arity = new ArgumentArity(0, 2),
    };

    private readonly Option<string[]> _keys = new("--key")
    {
        Description = "The public keys that the device trusts, with BASE and UPDATE",
        HelpName = "FILE",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _certs = new("--certs") { Description = "update_certs.h with these keys, instead of --key", HelpName = "FILE" };
    private readonly Option<string?> _from = new("--from") { Description = "The version that the device runs, of those that the project made patches from", HelpName = "VERSION" };
    private readonly Option<string?> _preset = new("--device") { Description = "xdot, stm32l4, stm32f4, nrf52840, nrf5340 or rp2040 (default: the project's FotaEmulateDevice, or a Cortex-M3 with 32 KB of RAM and 256 KB of flash)", HelpName = "NAME" };
    private readonly Option<string?> _ram = new("--ram") { Description = "RAM, where the device has other than that (default: the project's FotaEmulateRam)", HelpName = "SIZE" };
    private readonly Option<string?> _flash = new("--flash") { Description = "The same of its flash", HelpName = "SIZE" };
    private readonly Option<string?> _sector = new("--sector-size") { Description = "Bytes that the flash erases at once; where sectors differ, all of them, such as 16Kx4,64K,128K", HelpName = "SIZE" };
    private readonly Option<string?> _programUnit = new("--program-unit") { Description = "Bytes that it programs at once: 4, 8, 16 or 32", HelpName = "SIZE" };
    private readonly Option<string?> _eraseValue = new("--erase-value") { Description = "What it reads when erased: 0xFF or 0x00", HelpName = "BYTE" };
    private readonly Option<string?> _cpu = new("--cpu") { Description = "cortex-m0, cortex-m3, cortex-m4 or cortex-m33", HelpName = "NAME" };
    private readonly Option<string?> _slots = new("--slots") { Description = "1: the device replaces the image in the one slot that the update's plan is for; 2: it has two (default: the project's FotaSlots, or 2)", HelpName = "N" };
    private readonly Option<string?> _cut = new("--cut") { Description = "Cut the power and see whether the device recovers: every (each flash operation; some minutes), random:N (N of them), or the number of one; each cut has five endings", HelpName = "WHEN" };
    private readonly Option<bool> _rollback = new("--rollback") { Description = "The new version never confirms: the old one must come back" };
    private readonly Option<string?> _mbedTls = new("--mbedtls") { Description = "Folder of the Mbed TLS 2.28 or 3.6 sources (default: the project's FotaMbedTlsDir, $FOTA_MBEDTLS_DIR)", HelpName = "DIR" };
    private readonly Option<bool> _sameVersion = new("--allow-same-version") { Description = "The device takes another image of the version that it runs" };
    private readonly Option<bool> _requireExecution = new("--require-execution") { Description = "Fail when the firmware was linked for other hardware, so that it did not run itself" };
    private readonly ProjectOptions _projects = new();

    public EmulateCommand()
        : base(
            "emulate",
            "Install the update on an emulated Cortex-M device: patch, signature check by Mbed TLS, bootloader, first start.",
            "fota emulate",
            "fota emulate samples/Blinky --ram 16KB",
            "fota emulate samples/Blinky --device nrf52840",
            "fota emulate samples/Blinky --cut random:50 --rollback",
            "fota emulate samples/Blinky --slots 1 --cut every",
            "fota emulate old.bin update.fota --key keys/update.pub")
    {
        foreach (Symbol symbol in (Symbol[])[_places, _keys, _certs, _from, _preset, _ram, _flash, _sector, _programUnit, _eraseValue, _cpu, _slots, _cut, _rollback, _mbedTls, _sameVersion, _requireExecution])
        {
            if (symbol is Option option)
                Add(option);
            else
                Add((Argument)symbol);
        }

        _projects.AddTo(this);
    }

    public override async Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        string[] named = arguments.GetValue(_places) ?? [];
        CutChoice? cuts = arguments.GetValue(_cut) is { } when ? CutChoice.Parse(when) : null;
        FirmwareProject? project = named.Length < 2 ? _projects.Load(arguments, named is [var place] ? place : ".") : null;
        DeviceTrial asked = project?.Settings.Device ?? new DeviceTrial { Device = new DeviceProfile() };
        using EmulationInput input = Input(arguments, named, project);
        DeviceProfile device = Slots(arguments.GetValue(_slots), Device(arguments, Preset(arguments.GetValue(_preset), asked.Device)), input.Container);
        input.RequireCore(device);
        var emulator = new DeviceEmulator(EmulatorTools.Locate(arguments.GetValue(_mbedTls) ?? asked.MbedTlsDirectory));
        var scenario = new UpdateScenario
        {
            BaseImage = input.BaseImage,
            UpdateContainer = input.Container,
            CertsHeader = input.CertsHeader,
            Device = device,
            AllowSameVersion = input.AllowSameVersion || arguments.GetValue(_sameVersion),
            NewVersionFails = arguments.GetValue(_rollback),
        };
        if (scenario.NewVersionFails && device.RegionBlocks != 0)
            throw new FotaException(ToolErrors.CommandLine, "A device with one slot has no old version to go back to.", "Leave --rollback out, or give --slots 2.");
        if (cuts is not null)
            return await CutAsync(new CutTrial(emulator, scenario, cuts), terminal, cancellationToken);
        EmulationResult result = await terminal.WithStatusAsync(
            "The device updates itself", () => emulator.RunAsync(scenario, cancellationToken));
        EmulationReport report = EmulationReport.Of(result, device);
        terminal.Answer(report, ToolJson.Shapes.EmulationReport, console => EmulationText.Draw(console, report));
        if (scenario.NewVersionFails)
            result.EnsureRolledBack(device);
        else
            result.EnsureUpdated(device);
        if (asked.RequireExecution || arguments.GetValue(_requireExecution))
            result.EnsureExecuted();
        return 0;
    }

    private static async Task<int> CutAsync(CutTrial trial, Terminal terminal, CancellationToken cancellationToken)
    {
        CutReport report = await terminal.WithProgressAsync(
            "The power goes", progress => trial.RunAsync(progress, cancellationToken));
        terminal.Answer(report, ToolJson.Shapes.CutReport, report.Draw);
        report.EnsureUnharmed();
        return 0;
    }

    private EmulationInput Input(ParseResult arguments, string[] named, FirmwareProject? project)
    {
        return project is not null
            ? EmulationInput.FromProject(project, arguments.GetValue(_from))
            : EmulationInput.FromFiles(named[0], named[1], arguments.GetValue(_keys) ?? [], arguments.GetValue(_certs));
    }

    private DeviceProfile Device(ParseResult arguments, DeviceProfile device) => device with
    {
        Ram = Size(arguments.GetValue(_ram), device.Ram),
        Flash = Size(arguments.GetValue(_flash), device.Flash),
        Sectors = arguments.GetValue(_sector) is { } sectors ? SectorMap.Parse(sectors, size => Size(size, 0)) : device.Sectors,
        ProgramUnit = Size(arguments.GetValue(_programUnit), device.ProgramUnit),
        EraseValue = EraseValue(arguments.GetValue(_eraseValue), device.EraseValue),
        Cpu = arguments.GetValue(_cpu) is { } name ? DeviceProfile.ParseCpu(name) : device.Cpu,
    };

    private static DeviceProfile Preset(string? name, DeviceProfile asked) => name is null
        ? asked
        : DevicePresets.Find(name) with { RegionBlocks = asked.RegionBlocks, RegionBlockSize = asked.RegionBlockSize };

    private static byte EraseValue(string? text, byte fallback) => text is null
        ? fallback
        : ImageFile.TryParseFill(text, out byte value)
            ? value
            : throw new FotaException(ToolErrors.CommandLine, $"'{text}' is no byte.", "Give --erase-value 0xFF or 0x00.");

    private static DeviceProfile Slots(string? text, DeviceProfile device, byte[] container) => text switch
    {
        null => device,
        "1" when UpdateContainer.Read(container).Header.Plan is { } plan => device with
        {
            RegionBlocks = plan.Region.Blocks,
            RegionBlockSize = plan.Region.BlockSize,
        },
        "1" => throw new FotaException(
            ToolErrors.NothingToEmulate, "The update has no plan for a device with one slot.", "Build it with FotaSlots=1 and FotaFlash."),
        "2" => device with { RegionBlocks = 0 },
        _ => throw new FotaException(ToolErrors.CommandLine, $"A device with '{text}' slots is not emulated.", "Give --slots 1 or 2."),
    };

    private static int Size(string? text, int fallback) => text is null ? fallback : (int)Math.Min(int.MaxValue, ByteSize.Parse(text).Bytes);
}
