using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Fota.Release.Tests.Support;

/// <summary>Images for MCUboot and ESP-IDF, written by the layouts that their documentation gives.</summary>
internal static class WrappedImages
{
    /// <summary>A firmware of 20 KB in a header of 512 bytes, with a security counter that is protected, a SHA-256, and what stands for a signature.</summary>
    internal static byte[] Mcuboot(byte major, byte minor, ushort revision, uint counter = 0, int seed = 1, uint flags = 0, bool padded = false)
    {
        const int HeaderSize = 512, FirmwareSize = 20 * 1024, ProtectedSize = 12;
        byte[] header = new byte[HeaderSize];
        BinaryPrimitives.WriteUInt32LittleEndian(header, 0x96F3B83D);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), HeaderSize);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(10), ProtectedSize);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(12), FirmwareSize);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(16), flags);
        header[20] = major;
        header[21] = minor;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(22), revision);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(24), 7);
        byte[] signedOver =
        [
            .. header, .. Firmware(FirmwareSize, (major * 100) + (minor * 10) + revision, seed),
            .. Words(0x6908, ProtectedSize), .. Tlv(0x50, BitConverter.GetBytes(counter)),
        ];
        byte[] tlvs = [.. Tlv(0x10, SHA256.HashData(signedOver)), .. Tlv(0x22, SHA512.HashData(signedOver)), .. Tlv(0xA0, [])];
        return [.. signedOver, .. Words(0x6907, (ushort)(tlvs.Length + 4)), .. tlvs, .. padded ? Enumerable.Repeat((byte)0xFF, 1000) : []];
    }

    /// <summary>An application with two segments, its description, the check sum and a SHA-256.</summary>
    internal static byte[] Esp(string project, string version, uint counter = 0, int seed = 1, bool hashed = true)
    {
        byte[] description = new byte[256];
        BinaryPrimitives.WriteUInt32LittleEndian(description, 0xABCD5432);
        BinaryPrimitives.WriteUInt32LittleEndian(description.AsSpan(4), counter);
        Encoding.ASCII.GetBytes(version, description.AsSpan(16));
        Encoding.ASCII.GetBytes(project, description.AsSpan(48));
        "12:34:56"u8.CopyTo(description.AsSpan(80));
        "Jan  2 2026"u8.CopyTo(description.AsSpan(96));
        "v5.3"u8.CopyTo(description.AsSpan(112));
        byte[] first = [.. description, .. Firmware(8 * 1024, version.Sum(each => each), seed)], second = Firmware(5 * 1024, 0, seed + 1);
        byte[] header = new byte[24];
        (header[0], header[1], header[12], header[23]) = (0xE9, 2, 5, hashed ? (byte)1 : (byte)0);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), 0x40380000);
        byte[] image = [.. header, .. Segment(0x3C000020, first), .. Segment(0x42000020, second)];
        image = [.. image, .. new byte[15 - (image.Length % 16)], first.Concat(second).Aggregate((byte)0xEF, (sum, each) => (byte)(sum ^ each))];
        return hashed ? [.. image, .. SHA256.HashData(image)] : image;
    }

    private static byte[] Firmware(int size, int change, int seed)
    {
        byte[] firmware = new byte[size];
        new Random(seed).NextBytes(firmware);
        for (int at = 0; at < size; at += 997)
            firmware[at] = (byte)change;
        return firmware;
    }

    private static byte[] Segment(uint address, byte[] content) => [.. BitConverter.GetBytes(address), .. BitConverter.GetBytes(content.Length), .. content];

    private static byte[] Tlv(ushort type, byte[] value) => [.. Words(type, (ushort)value.Length), .. value];

    private static byte[] Words(ushort first, ushort second) => [.. BitConverter.GetBytes(first), .. BitConverter.GetBytes(second)];
}
