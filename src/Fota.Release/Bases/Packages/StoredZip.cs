using System.Buffers.Binary;
using System.Text;
using Fota.Files;

namespace Fota.Release.Bases.Packages;

/// <summary>
/// Writes a zip archive whose bytes depend on its files alone. Those of .NET's own writer depend on the version of the compressor and on the
/// operating system; so nothing is compressed here, and each entry has the time and the system that zip calls none.
/// </summary>
internal static class StoredZip
{
    private const uint LocalHeader = 0x04034B50;
    private const uint CentralHeader = 0x02014B50;
    private const uint End = 0x06054B50;
    private const ushort Version = 20;
    // 1 January 1980, the first day that zip can write.
    private const ushort FirstDay = 0x0021;

    internal static byte[] Write(IReadOnlyList<(string Name, ReadOnlyMemory<byte> Content)> files)
    {
        using var zip = new MemoryStream();
        using var directory = new MemoryStream();
        foreach ((string name, ReadOnlyMemory<byte> content) in files)
        {
            uint offset = (uint)zip.Length;
            byte[] encoded = Encoding.ASCII.GetBytes(name);
            byte[] common = Common(encoded, content.Span);
            Write(zip, LocalHeader);
            zip.Write(common);
            zip.Write(encoded);
            zip.Write(content.Span);

            Write(directory, CentralHeader);
            Write(directory, Version);
            directory.Write(common);
            directory.Write(new byte[10]); // comment, disk and attributes: none
            Write(directory, offset);
            directory.Write(encoded);
        }

        uint start = (uint)zip.Length;
        directory.WriteTo(zip);
        Write(zip, End);
        Write(zip, 0u);
        Write(zip, (ushort)files.Count);
        Write(zip, (ushort)files.Count);
        Write(zip, (uint)directory.Length);
        Write(zip, start);
        Write(zip, (ushort)0);
        return zip.ToArray();
    }

    /// <summary>What both headers of an entry have: from the version needed to the length of the extra field.</summary>
    private static byte[] Common(byte[] name, ReadOnlySpan<byte> content)
    {
        byte[] fields = new byte[26];
        BinaryPrimitives.WriteUInt16LittleEndian(fields, Version);
        BinaryPrimitives.WriteUInt16LittleEndian(fields.AsSpan(8), FirstDay);
        BinaryPrimitives.WriteUInt32LittleEndian(fields.AsSpan(10), Crc32.Of(content));
        BinaryPrimitives.WriteUInt32LittleEndian(fields.AsSpan(14), (uint)content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(fields.AsSpan(18), (uint)content.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(fields.AsSpan(22), (ushort)name.Length);
        return fields;
    }

    private static void Write(MemoryStream stream, uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        stream.Write(bytes);
    }

    private static void Write(MemoryStream stream, ushort value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        stream.Write(bytes);
    }
}
