using System.CommandLine;
using Fota.Delta;
using Fota.Delta.InPlace;
using Fota.Errors;
using Fota.Release.Images;

namespace Fota.Tool.CommandLine;

/// <summary>The options of a command that makes a patch for devices with one slot.</summary>
internal sealed class RegionOptions
{
    private readonly Option<string?> _flash = new("--flash") { Description = "For devices with one slot: the flash for the image and its spare sectors", HelpName = "SIZE" };
    private readonly Option<string?> _sectorSize = new("--sector-size") { Description = "With --flash: what the flash erases at once (default: 4KB)", HelpName = "SIZE" };

    public void AddTo(Command command)
    {
        command.Add(_flash);
        command.Add(_sectorSize);
    }

    /// <summary>The flash that was asked for; null where devices have two slots.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="format">The format of the patch.</param>
    /// <param name="hasPatch">Whether the patch is there already.</param>
    /// <exception cref="FotaException">The options contradict each other, or there is no such flash.</exception>
    public FlashRegion? Read(ParseResult arguments, PatchFormat format, bool hasPatch)
    {
        string? sectorText = arguments.GetValue(_sectorSize);
        if (arguments.GetValue(_flash) is not { } flashText)
        {
            return sectorText is null
                ? null
                : throw new FotaException(ToolErrors.CommandLine, "--sector-size needs --flash: two slots take any patch.", "Give --flash too.");
        }

        if (hasPatch)
            throw new FotaException(ToolErrors.CommandLine, "--flash has a patch made, and --patch names one.", "Leave one of them out.");
        if (format == PatchFormat.Compact)
            throw new FotaException(ToolErrors.CommandLine, "--flash is for one slot, and compact patches need two.", "Leave --flash or --format out.");
        long size = ByteSize.Parse(flashText).Bytes, sector = ByteSize.Parse(sectorText ?? "4KB").Bytes;
        if (sector == 0 || size % sector != 0)
            throw new FotaException(ToolErrors.CommandLine, $"--flash, {size} bytes, is no multiple of --sector-size, {sector} bytes.", "Give the size of whole sectors.");
        return new FlashRegion((int)Math.Min(sector, int.MaxValue), (int)Math.Min(size / sector, int.MaxValue));
    }
}
