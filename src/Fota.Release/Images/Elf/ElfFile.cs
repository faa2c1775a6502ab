using Fota.Release.Images.Formats;

namespace Fota.Release.Images.Elf;

/// <summary>
/// The sections, segments and symbols of a linked 32-bit ELF file (System V ABI, chapter 4; ELF for the Arm Architecture), in
/// either byte order. Strict: whatever contradicts itself or points outside is refused.
/// </summary>
public sealed class ElfFile
{
    private const int HeaderSize = 52;
    private const int SectionHeaderSize = 40;
    private const int SegmentHeaderSize = 32;
    private const int SymbolSize = 16;
    private const ushort Executable = 2;
    private const ushort Arm = 40;
    private const int MostSegments = 1024;
    private const uint Loaded = 1;
    private const uint SymbolTable = 2;
    private const uint NoBits = 8;
    private const ushort FirstReservedSection = 0xFF00;

    private readonly ElfReader _reader;
    private readonly ImageFileFaults _faults;
    private readonly Lazy<IReadOnlyList<ElfSymbol>> _symbols;

    private ElfFile(byte[] content, string path)
    {
        Path = path;
        _faults = new ImageFileFaults(path);
        RequireLinked(content, _faults);
        _reader = new ElfReader(content, IsBigEndian(content), _faults);
        if (_reader.U16(16) != Executable)
            throw _faults.NoImage("is an ELF file that is not linked to an address", "Give the file that the linker wrote for the firmware, no object file or library.");
        IsArm = _reader.U16(18) == Arm && !IsBigEndian(content);
        Sections = ReadSections();
        Segments = ReadSegments();
        _symbols = new Lazy<IReadOnlyList<ElfSymbol>>(ReadSymbols);
    }

    /// <summary>The file's name, for messages.</summary>
    public string Path { get; }

    /// <summary>Whether its code is for little-endian ARM, which is what Cortex-M runs.</summary>
    public bool IsArm { get; }

    /// <summary>The sections, in the order of the file.</summary>
    public IReadOnlyList<ElfSection> Sections { get; }

    /// <summary>The segments that are loaded.</summary>
    public IReadOnlyList<ElfSegment> Segments { get; }

    /// <summary>All symbols that lie in a section, ARM's mapping symbols ($a, $t, $d) included.</summary>
    /// <exception cref="Errors.FotaException">A symbol table is damaged (FOTA3015).</exception>
    public IReadOnlyList<ElfSymbol> Symbols => _symbols.Value;

    /// <summary>Reads the content of a file.</summary>
    /// <exception cref="Errors.FotaException">It is no linked 32-bit ELF file (FOTA3014), or damaged (FOTA3015).</exception>
    public static ElfFile Parse(byte[] content, string path)
    {
        ArgumentNullException.ThrowIfNull(content);
        return new ElfFile(content, path);
    }

    /// <summary>Adds what flash holds: the sections with contents, where they are loaded. The same as objcopy -O binary takes.</summary>
    internal void AddTo(MemoryParts parts)
    {
        if (Sections.Count == 0)
        {
            foreach (ElfSegment segment in Segments)
                parts.Add(segment.PhysicalAddress, _reader.Bytes(segment.Offset, segment.FileSize));
        }

        foreach (ElfSection section in Sections)
        {
            if (section.IsInImage)
                parts.Add(LoadAddressOf(section), ContentOf(section));
        }
    }

    /// <summary>The bytes of a section.</summary>
    public ReadOnlySpan<byte> ContentOf(ElfSection section) => _reader.Bytes(section.Offset, section.Size);

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

    private static void RequireLinked(ReadOnlySpan<byte> content, ImageFileFaults faults)
    {
        if (!content.StartsWith("\u007fELF"u8))
            throw faults.NoImage("is no ELF file", "Give the linked ELF file of the firmware.");
        if (content.Length < HeaderSize)
            throw faults.Damaged($"its header needs {HeaderSize} bytes, and it has {content.Length}");
        if (content[4] != 1 || content[5] is not (1 or 2))
            throw faults.NoImage("is an ELF file, but not for a 32-bit machine", "Make a raw binary of it: objcopy -O binary.");
    }

    private static bool IsBigEndian(byte[] content) => content[5] == 2;

    private List<ElfSection> ReadSections()
    {
        uint table = _reader.U32(32);
        int entrySize = _reader.U16(46), count = _reader.U16(48), names = _reader.U16(50);
        if (count == 0)
            return [];
        if (entrySize != SectionHeaderSize || names >= count || count >= FirstReservedSection)
            throw _faults.Damaged($"it announces {count} section headers of {entrySize} bytes, names in section {names}");
        _reader.RequireTable(table, count, entrySize);
        ElfSection nameTable = ReadSection(table + names * entrySize, null);
        var sections = new List<ElfSection>(count);
        for (int i = 0; i < count; i++)
            sections.Add(ReadSection(table + i * entrySize, nameTable));
        return sections;
    }

    private ElfSection ReadSection(long at, ElfSection? names)
    {
        var section = new ElfSection(
            names is null ? "" : _reader.Name(names, _reader.U32(at)), _reader.U32(at + 4), _reader.U32(at + 8), _reader.U32(at + 12),
            _reader.U32(at + 16), _reader.U32(at + 20), _reader.U32(at + 24), _reader.U32(at + 36));
        if (section.Type is not (0 or NoBits))
            _reader.RequireTable(section.Offset, section.Size, 1);
        return section;
    }

    private List<ElfSegment> ReadSegments()
    {
        uint table = _reader.U32(28);
        int entrySize = _reader.U16(42), count = _reader.U16(44);
        if (count == 0)
            return [];
        if (entrySize != SegmentHeaderSize || count > MostSegments)
            throw _faults.Damaged($"it announces {count} program headers of {entrySize} bytes");
        _reader.RequireTable(table, count, entrySize);
        var segments = new List<ElfSegment>(count);
        for (int i = 0; i < count; i++)
        {
            long at = table + (long)i * entrySize;
            if (_reader.U32(at) != Loaded)
                continue;
            var segment = new ElfSegment(_reader.U32(at + 4), _reader.U32(at + 8), _reader.U32(at + 12), _reader.U32(at + 16));
            _reader.RequireTable(segment.Offset, segment.FileSize, 1);
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
                throw _faults.Damaged($"its symbol table has entries of {table.EntrySize} bytes and names in section {table.Link}");
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
        int section = _reader.U16(at + 14), info = _reader.Bytes(at + 12, 1)[0];
        var kind = (ElfSymbolKind)(info & 15);
        if (section == 0 || section >= FirstReservedSection || kind > ElfSymbolKind.Function)
            return null;
        if (section >= Sections.Count)
            throw _faults.Damaged($"a symbol lies in section {section} of {Sections.Count}");
        uint address = _reader.U32(at + 4);
        if (kind == ElfSymbolKind.Function)
            address &= ~1u;
        return new ElfSymbol(_reader.Name(names, _reader.U32(at)), kind, address, _reader.U32(at + 8), section, info >> 4 != 0);
    }
}
