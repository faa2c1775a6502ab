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

    internal static byte[] WithoutRecord(int size = 24 * 1024, int change = 0)
    {
        byte[] image = Image("1.0.0", size, change);
        image.AsSpan(16, ImageInfoRecord.Size).Clear();
        return image;
    }
}
