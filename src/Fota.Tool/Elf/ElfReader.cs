using System.Buffers.Binary;
using System.Text;
using Fota.Errors;

namespace Fota.Tool.Elf;

/// <summary>Reads the numbers and names of a 32-bit little-endian ELF file; no offset of the file is followed unchecked.</summary>
internal readonly struct ElfReader(byte[] content, string path)
{
    public ushort U16(long offset) => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(offset, 2));

    public uint U32(long offset) => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(offset, 4));

    /// <summary>A part of the file.</summary>
    /// <exception cref="FotaException">It does not lie within the file.</exception>
    public ReadOnlySpan<byte> Bytes(long offset, long size)
    {
        if (offset < 0 || size < 0 || offset > content.Length || size > content.Length - offset)
            throw Damaged($"bytes {offset} to {offset + size} are asked for, and it has {content.Length}");
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
            throw Damaged($"a name stands at {offset} of a string table of {names.Length} bytes");
        ReadOnlySpan<byte> name = names[(int)offset..];
        int end = name.IndexOf((byte)0);
        return end < 0 ? throw Damaged("a name does not end") : Encoding.UTF8.GetString(name[..end]);
    }

    public FotaException Damaged(string what) => new(
        ToolErrors.ElfDamaged, $"'{path}' is damaged: {what}.", "Link the firmware again, and give the file that the linker wrote.");

    public FotaException Unsupported(string what) => new(
        ToolErrors.ElfUnsupported, $"'{path}' {what}.", "Give the linked ELF file of the firmware, as arm-none-eabi-gcc writes it.");
}
