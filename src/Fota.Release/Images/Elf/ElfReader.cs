using System.Buffers.Binary;
using System.Text;
using Fota.Errors;
using Fota.Release.Images.Formats;

namespace Fota.Release.Images.Elf;

/// <summary>Reads the numbers and names of a 32-bit ELF file; no offset of the file is followed unchecked.</summary>
internal readonly struct ElfReader(byte[] content, bool bigEndian, ImageFileFaults faults)
{
    public ushort U16(long offset)
    {
        ReadOnlySpan<byte> bytes = Bytes(offset, 2);
        return bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }

    public uint U32(long offset)
    {
        ReadOnlySpan<byte> bytes = Bytes(offset, 4);
        return bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    /// <summary>A part of the file.</summary>
    /// <exception cref="FotaException">It does not lie within the file.</exception>
    public ReadOnlySpan<byte> Bytes(long offset, long size)
    {
        if (offset < 0 || size < 0 || offset > content.Length || size > content.Length - offset)
            throw faults.Damaged($"bytes {offset} to {offset + size} are asked for, and it has {content.Length}");
        return content.AsSpan((int)offset, (int)size);
    }

    /// <summary>A table's part of the file, after a check that all of it is there.</summary>
    /// <exception cref="FotaException">The table does not lie within the file.</exception>
    public void RequireTable(long offset, long count, long entrySize) => Bytes(offset, count * entrySize);

    /// <summary>A name in a string table.</summary>
    /// <exception cref="FotaException">It does not begin and end within the table.</exception>
    public string Name(ElfSection table, uint offset)
    {
        ReadOnlySpan<byte> names = Bytes(table.Offset, table.Size);
        if (offset >= names.Length)
            throw faults.Damaged($"a name stands at {offset} of a string table of {names.Length} bytes");
        ReadOnlySpan<byte> name = names[(int)offset..];
        int end = name.IndexOf((byte)0);
        return end < 0 ? throw faults.Damaged("a name does not end") : Encoding.UTF8.GetString(name[..end]);
    }
}
