using System.Buffers.Binary;

namespace Fota.Release.Images.Formats;

/// <summary>Reads UF2: blocks of 512 bytes, each with its address and up to 476 bytes of the image, numbered from 0.</summary>
internal sealed class Uf2Reader(ImageFileFaults faults)
{
    private const int BlockSize = 512;
    private const int HeaderSize = 32;
    private const int MaxPayload = 476;
    private const uint FirstMagic = 0x0A324655, SecondMagic = 0x9E5D5157, EndMagic = 0x0AB16F30;
    private const uint NotForFlash = 0x1, FileContainer = 0x1000, HasFamily = 0x2000;

    /// <summary>Whether a file begins with a block.</summary>
    public static bool IsAtStartOf(ReadOnlySpan<byte> file) =>
        file.Length >= 8 && BinaryPrimitives.ReadUInt32LittleEndian(file) == FirstMagic && BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) == SecondMagic;

    /// <summary>Reads all blocks.</summary>
    public void Read(ReadOnlySpan<byte> file, MemoryParts parts)
    {
        if (file.Length % BlockSize != 0)
            throw faults.Damaged($"it has {file.Length} bytes, and a block {BlockSize}");
        int count = file.Length / BlockSize;
        uint? family = null;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> block = file.Slice(i * BlockSize, BlockSize);
            if (!IsAtStartOf(block) || Word(block, 508) != EndMagic)
                throw faults.Damaged($"block {i} has not the marks of one");
            uint flags = Word(block, 8), address = Word(block, 12), size = Word(block, 16);
            if (size > MaxPayload)
                throw faults.Damaged($"block {i} says that it has {size} bytes");
            if (Word(block, 20) != i || Word(block, 24) != count)
                throw faults.Damaged($"block {i} of {count} says that it is {Word(block, 20)} of {Word(block, 24)}");
            if ((flags & FileContainer) != 0)
                throw faults.NoImage("holds files instead of a memory's content");
            if ((flags & NotForFlash) != 0)
                continue;
            if ((flags & HasFamily) != 0)
            {
                if (family is { } other && other != Word(block, 28))
                    throw faults.NoImage($"holds images of several kinds of device, 0x{other:X8} and 0x{Word(block, 28):X8}");
                family = Word(block, 28);
            }

            parts.Add(address, block.Slice(HeaderSize, (int)size));
        }
    }

    private static uint Word(ReadOnlySpan<byte> block, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(block[offset..]);
}
