using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Fota.Emulator;

/// <summary>The file that is the device's flash, with the control block behind it. The offsets are those of src/device/board/device.h.</summary>
internal sealed class FlashFile
{
    /// <summary>Bytes of the whole file: the board's memory that it backs.</summary>
    public const long FileSize = 16 * 1024 * 1024;

    private const int HarnessOffset = 0x00800000;
    private const int EraseCountOffset = HarnessOffset + 0x00010000;
    private const int ProgramCountOffset = HarnessOffset + 0x00020000;
    private const int PristineOffset = HarnessOffset + 0x00200000;
    private const uint ControlMagic = 0x41544F46;
    private const int SweepStart = 1;

    private readonly string _path;
    private readonly DeviceProfile _device;
    private readonly DeviceLayout _layout;

    private FlashFile(string path, DeviceProfile device, DeviceLayout layout)
    {
        _path = path;
        _device = device;
        _layout = layout;
    }

    /// <summary>Words of the control block, by their index.</summary>
    private enum Control
    {
        Magic,
        RamSize,
        FlashSize,
        Sectors,
        ProgramUnit = Sectors + (2 * SectorMap.MostRuns),
        EraseValue,
        Partitions,
        NeverConfirm = Partitions + DeviceLayout.PartitionWords,
        CutAt,
        CutMode,
        SecondCut,
        SecondCutMode,
        HasLink,
        Sweep,
        Operations,
        Erases,
        Programs,
        ProgrammedBytes,
        Violations,
        Boots,
        Cuts,
        Random,
        StackPeak,
        HeapPeak,
        SweepTotal,
        SweepFailed,
        Undecided,
        Count,
    }

    /// <summary>Lays out a device that runs the base and has downloaded the update.</summary>
    public static FlashFile Create(string path, UpdateScenario scenario, DeviceLayout layout)
    {
        using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write);
        file.SetLength(FileSize);
        byte[] flash = Contents(scenario, layout);
        file.Write(flash);
        file.Position = HarnessOffset;
        file.Write(ControlBlock(scenario, layout));
        if (scenario.SweepAllCuts is not null)
        {
            file.Position = PristineOffset;
            file.Write(flash);
        }

        return new FlashFile(path, scenario.Device, layout);
    }

    /// <summary>SHA-256 of the image in slot 0, as far as its trailer is one.</summary>
    public string ReadRunningImage()
    {
        using FileStream file = File.OpenRead(_path);
        int? size = FactoryTrailer.ImageSize(Read(file, _layout.Trailer, FactoryTrailer.Size));
        if (size is null || size > _layout.ImageCapacity)
            return "";
        return Convert.ToHexString(SHA256.HashData(Read(file, _layout.Running.Offset, size.Value))).ToLowerInvariant();
    }

    /// <summary>Wear.</summary>
    public FlashUse ReadUse()
    {
        using FileStream file = File.OpenRead(_path);
        int sectors = _device.Sectors.Within(_device.Flash).Sum(run => run.Count!.Value);
        int[] control = ReadNumbers(file, HarnessOffset, (int)Control.Count);
        return new FlashUse(
            ReadNumbers(file, EraseCountOffset, sectors),
            ReadNumbers(file, ProgramCountOffset, sectors),
            control[(int)Control.ProgrammedBytes],
            control[(int)Control.Violations]);
    }

    private static byte[] Contents(UpdateScenario scenario, DeviceLayout layout)
    {
        byte[] flash = new byte[scenario.Device.Flash];
        flash.AsSpan().Fill(scenario.Device.EraseValue);
        scenario.BaseImage.Span.CopyTo(flash.AsSpan(layout.Running.Offset));
        scenario.UpdateContainer.Span.CopyTo(flash.AsSpan(layout.Download.Offset));

        FactoryTrailer.Of(scenario.BaseImage.Span).CopyTo(flash.AsSpan(layout.Trailer));
        return flash;
    }

    private static byte[] ControlBlock(UpdateScenario scenario, DeviceLayout layout)
    {
        uint[] words = new uint[(int)Control.Count];
        words[(int)Control.Magic] = ControlMagic;
        words[(int)Control.RamSize] = (uint)scenario.Device.Ram;
        words[(int)Control.FlashSize] = (uint)scenario.Device.Flash;
        int at = (int)Control.Sectors;
        foreach (SectorRun run in scenario.Device.Sectors.Within(scenario.Device.Flash))
        {
            words[at++] = (uint)run.Size;
            words[at++] = (uint)run.Count!.Value;
        }

        words[(int)Control.ProgramUnit] = (uint)scenario.Device.ProgramUnit;
        words[(int)Control.EraseValue] = scenario.Device.EraseValue;
        layout.Partitions(scenario.Device).CopyTo(words, (int)Control.Partitions);
        words[(int)Control.NeverConfirm] = scenario.NewVersionFails ? 1u : 0;
        words[(int)Control.CutAt] = (uint)(scenario.PowerCut?.Operation ?? 0);
        words[(int)Control.CutMode] = (uint)(scenario.SweepAllCuts ?? scenario.PowerCut?.Mode ?? CutMode.Before);
        words[(int)Control.HasLink] = scenario.RecoveryContainer is null ? 0u : 1;
        words[(int)Control.Sweep] = scenario.SweepAllCuts is null ? 0u : SweepStart;
        byte[] block = new byte[words.Length * sizeof(uint)];
        for (int i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(i * sizeof(uint)), words[i]);
        return block;
    }

    private static byte[] Read(FileStream file, long offset, int length)
    {
        byte[] bytes = new byte[length];
        file.Position = offset;
        file.ReadExactly(bytes);
        return bytes;
    }

    private static int[] ReadNumbers(FileStream file, long offset, int count)
    {
        byte[] bytes = Read(file, offset, count * sizeof(int));
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++)
            numbers[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(i * sizeof(int)));
        return numbers;
    }
}
