using System.Buffers.Binary;
using Fota.Release.Images;

namespace Fota.Release.Tests.Support;

/// <summary>Images that look like firmware to the encoder: most of one is in the next, shifted and with changed addresses.</summary>
internal static class TestFirmware
{
    internal const string ProductName = "sensor-node";

    internal static Product Product { get; } = Product.Parse(ProductName);

    /// <summary>An image with an info record.</summary>
    /// <param name="version">The version of the record.</param>
    /// <param name="size">The size in bytes.</param>
    /// <param name="change">Images with different numbers differ in some places.</param>
    internal static byte[] Image(string version, int size = 24 * 1024, int change = 0, string product = ProductName, uint securityCounter = 0)
    {
        byte[] image = new byte[size];
        new Random(1).NextBytes(image);
        var edits = new Random(change);
        for (int i = 0; i < 20 && change != 0; i++)
            BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(64 + edits.Next(size - 128)), edits.Next());
        byte[] record = new ImageInfoRecord(ProductId.Of(product), FirmwareVersion.Parse(version).Numbers, securityCounter).ToByteArray();
        record.CopyTo(image, 16);
        return image;
    }

    /// <summary>The smallest ELF file for Arm that loads an image.</summary>
    internal static byte[] Elf(byte[] image)
    {
        const int HeaderSize = 52, SegmentSize = 32;
        byte[] elf = new byte[HeaderSize + SegmentSize + image.Length];
        ((ReadOnlySpan<byte>)[0x7F, (byte)'E', (byte)'L', (byte)'F', 1, 1, 1]).CopyTo(elf);
        int[] header = [2 | (40 << 16), 1, 0, HeaderSize, 0, 0, HeaderSize | (SegmentSize << 16), 1];
        int[] segment = [1, HeaderSize + SegmentSize, 0x0800_0000, 0x0800_0000, image.Length, image.Length, 5, 4];
        Buffer.BlockCopy(header, 0, elf, 16, sizeof(int) * header.Length);
        Buffer.BlockCopy(segment, 0, elf, HeaderSize, sizeof(int) * segment.Length);
        image.CopyTo(elf, HeaderSize + SegmentSize);
        return elf;
    }

    internal static byte[] WithoutRecord(int size = 24 * 1024, int change = 0)
    {
        byte[] image = Image("1.0.0", size, change);
        image.AsSpan(16, ImageInfoRecord.Size).Clear();
        return image;
    }
}
