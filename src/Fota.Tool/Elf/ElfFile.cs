using Fota.Tool.CommandLine;

namespace Fota.Tool.Elf;

/// <summary>
/// The sections, segments and symbols of a linked ELF file for ARM (System V ABI, chapter 4; ELF for the Arm Architecture).
/// Strict: whatever contradicts itself or points outside is refused.
/// </summary>
internal sealed class ElfFile
{
    private const int HeaderSize = 52;
    private const int SectionHeaderSize = 40;
    private const int SegmentHeaderSize = 32;
    private const int SymbolSize = 16;
    private const ushort Executable = 2;
    private const ushort Arm = 40;
    private const uint Loaded = 1;
    private const uint SymbolTable = 2;
    private const uint NoBits = 8;
    private const ushort FirstReservedSection = 0xFF00;

    private readonly ElfReader reader;

    private ElfFile(byte[] content, string path)
    {
        Path = path;
        reader = new ElfReader(content, path);
        CheckHeader(content);
        Sections = ReadSections();
        Segments = ReadSegments();
        Symbols = ReadSymbols();
    }

    /// <summary>The file's name, for messages.</summary>
    public string Path { get; }

    public IReadOnlyList<ElfSection> Sections { get; }

    public IReadOnlyList<ElfSegment> Segments { get; }

    /// <summary>All symbols that lie in a section, ARM's mapping symbols ($a, $t, $d) included.</summary>
    public IReadOnlyList<ElfSymbol> Symbols { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="Errors.FotaException">It cannot be read, is damaged, or is no linked ELF file for ARM.</exception>
    public static ElfFile Load(string path) => Parse(InputFile.Read(path), path);

    /// <summary>Reads the content of a file.</summary>
    /// <exception cref="Errors.FotaException">It is damaged, or is no linked ELF file for ARM.</exception>
    public static ElfFile Parse(byte[] content, string path) => new(content, path);

    /// <summary>The bytes of a section.</summary>
    public ReadOnlySpan<byte> ContentOf(ElfSection section) => reader.Bytes(section.Offset, section.Size);

    /// <summary>Where a section lies in flash: its address, unless its segment is loaded elsewhere (initial values of variables).</summary>
    public long LoadAddressOf(ElfSection section)
    {
        foreach (ElfSegment segment in Segments)
        {
            if (section.Offset >= segment.Offset && (long)section.Offset + section.Size <= (long)segment.Offset + segment.FileSize)
                return (long)segment.PhysicalAddress + (section.Offset - segment.Offset);
        }

        return section.Address;
    }

    private void CheckHeader(byte[] content)
    {
        if (!content.AsSpan().StartsWith("\u007fELF"u8))
            throw reader.Unsupported("is no ELF file");
        if (content.Length < HeaderSize)
            throw reader.Damaged($"its header needs {HeaderSize} bytes, and it has {content.Length}");
        if (content[4] != 1 || content[5] != 1)
            throw reader.Unsupported("is not for a 32-bit little-endian machine");
        if (reader.U16(18) != Arm)
            throw reader.Unsupported($"is for machine {reader.U16(18)}, not for ARM ({Arm})");
        if (reader.U16(16) != Executable)
            throw reader.Unsupported("is not linked");
    }

    private List<ElfSection> ReadSections()
    {
        uint table = reader.U32(32);
        int entrySize = reader.U16(46), count = reader.U16(48), names = reader.U16(50);
        if (count == 0)
            return [];
        if (entrySize != SectionHeaderSize || names >= count || count >= FirstReservedSection)
            throw reader.Damaged($"it announces {count} section headers of {entrySize} bytes, names in section {names}");
        reader.RequireTable(table, count, entrySize);
        ElfSection nameTable = ReadSection(table + names * entrySize, null);
        var sections = new List<ElfSection>(count);
        for (int i = 0; i < count; i++)
            sections.Add(ReadSection(table + i * entrySize, nameTable));
        return sections;
    }

    private ElfSection ReadSection(long at, ElfSection? names)
    {
        var section = new ElfSection(
            names is null ? "" : reader.Name(names, reader.U32(at)), reader.U32(at + 4), reader.U32(at + 8), reader.U32(at + 12),
            reader.U32(at + 16), reader.U32(at + 20), reader.U32(at + 24), reader.U32(at + 36));
        if (section.Type is not (0 or NoBits))
            reader.RequireTable(section.Offset, section.Size, 1);
        return section;
    }

    private List<ElfSegment> ReadSegments()
    {
        uint table = reader.U32(28);
        int entrySize = reader.U16(42), count = reader.U16(44);
        if (count == 0)
            return [];
        if (entrySize != SegmentHeaderSize)
            throw reader.Damaged($"it announces program headers of {entrySize} bytes");
        reader.RequireTable(table, count, entrySize);
        var segments = new List<ElfSegment>(count);
        for (int i = 0; i < count; i++)
        {
            long at = table + (long)i * entrySize;
            if (reader.U32(at) != Loaded)
                continue;
            var segment = new ElfSegment(reader.U32(at + 4), reader.U32(at + 8), reader.U32(at + 12), reader.U32(at + 16));
            reader.RequireTable(segment.Offset, segment.FileSize, 1);
            segments.Add(segment);
        }

        return segments;
    }

    private List<ElfSymbol> ReadSymbols()
    {
        var symbols = new List<ElfSymbol>();
        foreach (ElfSection table in Sections.Where(each => each.Type == SymbolTable))
        {
            if (table.EntrySize != SymbolSize || table.Size % SymbolSize != 0 || table.Link >= Sections.Count)
                throw reader.Damaged($"its symbol table has entries of {table.EntrySize} bytes and names in section {table.Link}");
            for (long at = table.Offset; at < (long)table.Offset + table.Size; at += SymbolSize)
            {
                if (ReadSymbol(at, Sections[(int)table.Link]) is { } symbol)
                    symbols.Add(symbol);
            }
        }

        return symbols;
    }

    private ElfSymbol? ReadSymbol(long at, ElfSection names)
    {
        int section = reader.U16(at + 14), info = reader.Bytes(at + 12, 1)[0];
        var kind = (ElfSymbolKind)(info & 15);
        if (section == 0 || section >= FirstReservedSection || kind > ElfSymbolKind.Function)
            return null;
        if (section >= Sections.Count)
            throw reader.Damaged($"a symbol lies in section {section} of {Sections.Count}");
        uint address = reader.U32(at + 4);
        if (kind == ElfSymbolKind.Function)
            address &= ~1u;
        return new ElfSymbol(reader.Name(names, reader.U32(at)), kind, address, reader.U32(at + 8), section, info >> 4 != 0);
    }
}
