using System.Globalization;
using Fota.Errors;

namespace Fota.Emulator;

/// <summary>Where things lie in the emulated flash: what a product has as a fixed table, for each update anew.</summary>
internal sealed record DeviceLayout(int BlockSize, int SlotSize, int DownloadSize, bool HasOneSlot)
{
    /// <summary>How many words fota_partitions has.</summary>
    public const int PartitionWords = 15;

    private const int SmallestBlock = 1024;
    private const int SmallestNote = 1024;
    private const int SpareBlocks = 1;
    private const int JournalBlocks = 3;

    /// <summary>Bytes that an image may have.</summary>
    public int ImageCapacity => SlotSize - NoteSizeOf(BlockSize);

    /// <summary>Offset of the trailer of slot 0.</summary>
    public int Trailer => ImageCapacity;

    /// <summary>Offset of the download area.</summary>
    public int Download => (HasOneSlot ? SlotSize : (2 * SlotSize) + (SpareBlocks * BlockSize)) + (JournalBlocks * NoteSizeOf(BlockSize));

    /// <summary>The words of fota_partitions, src/device/bootloader/fota_port.h.</summary>
    public uint[] Partitions(DeviceProfile device)
    {
        int second = HasOneSlot ? 0 : SlotSize, spare = HasOneSlot ? 0 : BlockSize, note = NoteSizeOf(BlockSize), journal = JournalBlocks * note;
        int[] table =
        [
            device.SectorSize, device.ProgramUnit, device.EraseValue, BlockSize, note,
            0, SlotSize, second, second, 2 * second, spare, Download - journal, journal, Download, DownloadSize,
        ];
        return [.. table.Select(word => (uint)word)];
    }

    /// <summary>Gives the download the room it needs, and the slots the rest.</summary>
    /// <exception cref="FotaException">The flash is too small.</exception>
    public static DeviceLayout For(DeviceProfile profile, int imageSize, int containerSize)
    {
        bool hasOneSlot = profile.RegionBlocks != 0;
        int block = hasOneSlot ? profile.RegionBlockSize : Math.Max(profile.SectorSize, SmallestBlock);
        int download = (containerSize + block - 1) / block * block;
        int slot = hasOneSlot
            ? (profile.RegionBlocks * block) + NoteSizeOf(block)
            : (profile.Flash - (SpareBlocks * block) - (JournalBlocks * NoteSizeOf(block)) - download) / 2 / block * block;
        DeviceLayout layout = new(block, slot, download, hasOneSlot);
        if (layout.ImageCapacity < imageSize || layout.Download + download > profile.Flash)
            throw hasOneSlot ? RegionTooLarge(profile, containerSize, layout) : TooSmall(profile, imageSize, containerSize, layout);
        return layout;
    }

    // Of a trailer and of each place of the marks: a header and its signature must fit, and many marks.
    private static int NoteSizeOf(int block) => Math.Max(block, SmallestNote);

    private static FotaException RegionTooLarge(DeviceProfile profile, int containerSize, DeviceLayout layout) => new(
        EmulatorErrors.FlashTooSmall,
        string.Create(
            CultureInfo.InvariantCulture,
            $"The update does not fit {profile.Flash} bytes of flash: the slot takes {layout.SlotSize} bytes with its trailer, the marks {JournalBlocks * NoteSizeOf(layout.BlockSize)}, and the download {containerSize}."),
        "Make FotaFlash smaller, or emulate a device with more flash (FotaEmulateFlash).");

    private static FotaException TooSmall(DeviceProfile profile, int imageSize, int containerSize, DeviceLayout layout) => new(
        EmulatorErrors.FlashTooSmall,
        string.Create(
            CultureInfo.InvariantCulture,
            $"The update does not fit {profile.Flash} bytes of flash: with a download of {containerSize} bytes, each of the two slots takes an image of up to {Math.Max(0, layout.ImageCapacity)} bytes, and this one has {imageSize}."),
        "Make the image smaller, or emulate a device with more flash (FotaEmulateFlash).");
}
