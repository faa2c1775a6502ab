using System.Globalization;
using Fota.Errors;

namespace Fota.Emulator;

/// <summary>A part of the flash.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Size">Its bytes.</param>
internal readonly record struct FlashArea(int Offset, int Size)
{
    /// <summary>The offset behind it.</summary>
    public int End => Offset + Size;
}

/// <summary>Where things lie in the emulated flash: what a product has as a fixed table, for each update anew.</summary>
/// <param name="BlockSize">What a swap moves at once.</param>
/// <param name="NoteSize">Bytes of a trailer.</param>
/// <param name="Running">The slot of the image that runs.</param>
/// <param name="Update">The other; without a size where there is none.</param>
/// <param name="Spare">The block that a swap needs; the same.</param>
/// <param name="Journal">The bootloader's marks.</param>
/// <param name="Download">Where <c>update.fota</c> lies.</param>
internal sealed record DeviceLayout(
    int BlockSize, int NoteSize, FlashArea Running, FlashArea Update, FlashArea Spare, FlashArea Journal, FlashArea Download)
{
    /// <summary>How many words fota_partitions has.</summary>
    public const int PartitionWords = 14;

    private const int SmallestBlock = 1024;
    private const int SmallestNote = 1024;
    private const int JournalPlaces = 3;

    /// <summary>Bytes that an image may have.</summary>
    public int ImageCapacity => Running.Size - NoteSize;

    /// <summary>Offset of the trailer of slot 0.</summary>
    public int Trailer => Running.Offset + ImageCapacity;

    /// <summary>The words of fota_partitions, src/device/bootloader/fota_port.h.</summary>
    public uint[] Partitions(DeviceProfile device)
    {
        FlashArea[] areas = [Running, Update, Spare, Journal, Download];
        int[] table = [device.ProgramUnit, device.EraseValue, BlockSize, NoteSize, .. areas.SelectMany(area => (int[])[area.Offset, area.Size])];
        return [.. table.Select(word => (uint)word)];
    }

    /// <summary>Gives the download the room it needs, and the slots the rest.</summary>
    /// <exception cref="FotaException">The flash is too small, or its sectors make none.</exception>
    public static DeviceLayout For(DeviceProfile profile, int imageSize, int containerSize)
    {
        bool hasOneSlot = profile.RegionBlocks != 0;
        int block = hasOneSlot ? profile.RegionBlockSize : Math.Max(profile.SectorSize, SmallestBlock);
        DeviceLayout? layout = profile.Sectors.IsMixed
            ? Mixed(profile, block, containerSize)
            : hasOneSlot ? OneSlot(profile, block, containerSize) : TwoSlots(profile, block, containerSize);
        if (layout is null || layout.ImageCapacity < imageSize || layout.Download.End > profile.Flash)
            throw hasOneSlot ? RegionTooLarge(profile, block, containerSize) : TooSmall(profile, imageSize, containerSize, layout?.ImageCapacity ?? 0);
        return layout;
    }

    private static DeviceLayout TwoSlots(DeviceProfile profile, int block, int containerSize)
    {
        int note = NoteSizeOf(block), journal = JournalPlaces * note, download = RoundUp(containerSize, block);
        int slot = (profile.Flash - block - journal - download) / 2 / block * block;
        int spare = 2 * slot;
        return new DeviceLayout(
            block, note, new FlashArea(0, slot), new FlashArea(slot, slot), new FlashArea(spare, block), new FlashArea(spare + block, journal),
            new FlashArea(spare + block + journal, download));
    }

    private static DeviceLayout OneSlot(DeviceProfile profile, int block, int containerSize)
    {
        int note = NoteSizeOf(block), slot = SlotOfRegion(profile, block), journal = JournalPlaces * note;
        return new DeviceLayout(
            block, note, new FlashArea(0, slot), default, default, new FlashArea(slot, journal), new FlashArea(slot + journal, RoundUp(containerSize, block)));
    }

    /// <summary>
    /// Sectors of several sizes: small ones for marks and download, where a block of the swap would be a waste, and as large slots as the
    /// rest has room for; of two ways the one with slot 0 at the flash's start.
    /// </summary>
    private static DeviceLayout? Mixed(DeviceProfile profile, int block, int containerSize)
    {
        IReadOnlyList<SectorRun> runs = profile.Sectors.Within(profile.Flash);
        FlashArea[] journals = [.. JournalPlacesIn(runs).OrderBy(area => area.Size)];
        bool hasOneSlot = profile.RegionBlocks != 0;
        int most = hasOneSlot ? SlotOfRegion(profile, block) / block : profile.Flash / block / 2, least = hasOneSlot ? most : 1;
        for (int blocks = most; blocks >= least; blocks--)
        {
            foreach (bool isSlotFirst in (bool[])[true, false])
            {
                foreach (FlashArea journal in journals)
                {
                    if (Place(new SectorRoom(runs), blocks, block, journal, containerSize, isSlotFirst, hasOneSlot) is { } layout)
                        return layout;
                }
            }
        }

        return null;
    }

    private static DeviceLayout? Place(
        SectorRoom room, int blocks, int block, FlashArea journal, int containerSize, bool isSlotFirst, bool hasOneSlot)
    {
        FlashArea? running = isSlotFirst ? room.TakeBlocks(blocks, block) : null;
        if (room.TakeAt(journal) is null || room.TakeSmallest(containerSize) is not { } download)
            return null;
        running ??= isSlotFirst ? null : room.TakeBlocks(blocks, block);
        FlashArea? update = hasOneSlot ? default(FlashArea) : room.TakeBlocks(blocks, block);
        FlashArea? spare = hasOneSlot ? default(FlashArea) : room.TakeBlocks(1, block);
        return running is null || update is null || spare is null
            ? null
            : new DeviceLayout(block, NoteSizeOf(block), running.Value, update.Value, spare.Value, journal, download);
    }

    /// <summary>At the start and at the end of each run that has room for it.</summary>
    private static IEnumerable<FlashArea> JournalPlacesIn(IEnumerable<SectorRun> runs)
    {
        int start = 0;
        foreach (SectorRun run in runs)
        {
            int end = start + (run.Size * run.Count!.Value), size = JournalPlaces * NoteSizeOf(run.Size);
            if (end - start >= size)
            {
                yield return new FlashArea(start, size);
                yield return new FlashArea(end - size, size);
            }

            start = end;
        }
    }

    private static int SlotOfRegion(DeviceProfile profile, int block) => (profile.RegionBlocks * block) + NoteSizeOf(block);

    private static int RoundUp(int size, int block) => (size + block - 1) / block * block;

    // Of a trailer and of each place of the marks: a header and its signature must fit, and many marks.
    private static int NoteSizeOf(int block) => Math.Max(block, SmallestNote);

    private static FotaException RegionTooLarge(DeviceProfile profile, int block, int containerSize) => new(
        EmulatorErrors.FlashTooSmall,
        string.Create(
            CultureInfo.InvariantCulture,
            $"The update does not fit {profile.Flash} bytes of flash: the slot takes {SlotOfRegion(profile, block)} bytes with its trailer, the marks {JournalPlaces * NoteSizeOf(block)}, and the download {containerSize}."),
        "Make FotaFlash smaller, or emulate a device with more flash (FotaEmulateFlash).");

    private static FotaException TooSmall(DeviceProfile profile, int imageSize, int containerSize, int capacity) => new(
        EmulatorErrors.FlashTooSmall,
        string.Create(
            CultureInfo.InvariantCulture,
            $"The update does not fit {profile.Flash} bytes of flash: with a download of {containerSize} bytes, each of the two slots takes an image of up to {Math.Max(0, capacity)} bytes{(profile.Sectors.IsMixed ? $", in blocks of {profile.SectorSize}" : "")}, and this one has {imageSize}."),
        "Make the image smaller, or emulate a device with more flash (FotaEmulateFlash).");
}
