using Fota.Errors;
using Fota.Release.Images.Elf;

namespace Fota.Tool.Explain;

/// <summary>What lies where in an image: regions without gaps, in order.</summary>
internal sealed class ImageMap
{
    private const int BlockSize = 1024;
    private const int MostPadding = 8;

    private readonly List<ImageRegion> _regions = [];
    private readonly Dictionary<string, ImageRegion> _byName = new(StringComparer.Ordinal);
    private readonly List<(uint Start, uint End, int Image)> _addresses = [];
    private readonly bool[] _literals;

    private ImageMap(int size) => _literals = new bool[size];

    public IReadOnlyList<ImageRegion> Regions => _regions;

    /// <summary>Whether the names are those of symbols.</summary>
    public bool HasSymbols { get; private init; }

    /// <summary>A map without an ELF file: blocks of 1 KB.</summary>
    public static ImageMap OfBlocks(int size)
    {
        var map = new ImageMap(size);
        for (int start = 0; start < size; start += BlockSize)
            map.Add(new($"0x{start:X5}", "", RegionKind.Unknown, start, Math.Min(size, start + BlockSize), false));
        return map;
    }

    /// <summary>A map by the symbols of the ELF file that the image was made from.</summary>
    /// <exception cref="FotaException">The ELF file belongs to another image.</exception>
    public static ImageMap OfElf(ElfFile elf, ReadOnlySpan<byte> image)
    {
        var map = new ImageMap(image.Length) { HasSymbols = true };
        List<(ElfSection Section, int Index, long Address)> sections =
        [
            .. elf.Sections.Select((section, index) => (section, index, elf.LoadAddressOf(section)))
                .Where(each => each.section.IsInImage).OrderBy(each => each.Item3),
        ];
        long origin = sections.Count == 0 ? 0 : sections[0].Address;
        ImageMatch.Require(elf, sections.ConvertAll(each => (each.Section, each.Address - origin)), image);
        int position = 0;
        foreach ((ElfSection section, int index, long address) in sections)
        {
            int start = (int)(address - origin);
            if (start < position)
                continue;
            map.AddGap("", position, start, image, isCode: true);
            map._addresses.Add((section.Address, section.Address + section.Size, start));
            map.AddSection(section, start, [.. elf.Symbols.Where(symbol => symbol.Section == index)], image);
            position = start + (int)section.Size;
        }

        map.AddGap("", position, image.Length, image, isCode: true);
        return map;
    }

    /// <summary>The region that a byte belongs to.</summary>
    public ImageRegion At(int offset)
    {
        int low = 0, high = _regions.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (_regions[middle].Start <= offset)
                low = middle;
            else
                high = middle - 1;
        }

        return _regions[low];
    }

    /// <summary>Finds a symbol's region; null where the image has none of that name.</summary>
    public ImageRegion? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Whether a byte in code is a literal, as the assembler marked it.</summary>
    public bool IsLiteral(int offset) => _literals[offset];

    /// <summary>The region that an address of the program lies in; null where it is none of the image's.</summary>
    public ImageRegion? AtAddress(uint address)
    {
        foreach ((uint start, uint end, int image) in _addresses)
        {
            if (address >= start && address < end)
                return At(image + (int)(address - start));
        }

        return null;
    }

    /// <summary>The address at which the program sees a byte of the image.</summary>
    public uint AddressOf(int offset)
    {
        foreach ((uint start, uint end, int image) in _addresses)
        {
            if (offset >= image && offset < image + (int)(end - start))
                return start + (uint)(offset - image);
        }

        return (uint)offset;
    }

    private void AddSection(ElfSection section, int start, List<ElfSymbol> symbols, ReadOnlySpan<byte> image)
    {
        MarkLiterals(section, start, symbols);
        List<ElfSymbol> named =
        [
            .. symbols.Where(each => each.Kind != ElfSymbolKind.None && each.Address >= section.Address && each.Address < section.Address + section.Size)
                .OrderBy(each => each.Address).ThenByDescending(each => each.Size).ThenByDescending(each => each.IsGlobal)
                .ThenBy(each => each.Name, StringComparer.Ordinal),
        ];
        int position = start, end = start + (int)section.Size;
        for (int i = 0; i < named.Count; i++)
        {
            int at = start + (int)(named[i].Address - section.Address);
            if (at < position)
                continue;
            AddGap(section.Name, position, at, image, section.IsCode);
            long size = named[i].Size;
            if (size == 0)
                size = (i + 1 < named.Count ? named[i + 1].Address : section.Address + section.Size) - named[i].Address;
            position = (int)Math.Min(end, at + size);
            if (position > at)
                Add(new(Unique(named[i].Name), section.Name, named[i].Kind == ElfSymbolKind.Function ? RegionKind.Code : RegionKind.Data, at, position, true));
        }

        AddGap(section.Name, position, end, image, section.IsCode);
    }

    /// <summary>$d begins literals in code and $t (or $a) ends them (ELF for the Arm Architecture, mapping symbols).</summary>
    private void MarkLiterals(ElfSection section, int start, List<ElfSymbol> symbols)
    {
        if (!section.IsCode)
            return;
        int? literalStart = null;
        foreach (ElfSymbol mark in symbols.Where(each => each.Name.StartsWith('$')).OrderBy(each => each.Address))
        {
            long at = start + ((long)mark.Address - section.Address);
            if (at < start || at > start + section.Size)
                continue;
            if (literalStart is { } from)
                _literals.AsSpan(from, (int)at - from).Fill(true);
            literalStart = mark.Name.StartsWith("$d", StringComparison.Ordinal) ? (int)at : null;
        }

        if (literalStart is { } rest)
            _literals.AsSpan(rest, start + (int)section.Size - rest).Fill(true);
    }

    private void AddGap(string section, int start, int end, ReadOnlySpan<byte> image, bool isCode)
    {
        if (end <= start)
            return;
        ReadOnlySpan<byte> bytes = image[start..end];
        bool padding = section.Length == 0 || (bytes.Length < MostPadding && isCode) || bytes.IndexOfAnyExcept(bytes[0]) < 0;
        bool isData = !isCode || _literals[start];
        Add(padding
            ? new("(padding)", section, RegionKind.Padding, start, end, false)
            : new($"{section} ({(isData ? "constants" : "code")} without a symbol)", section, isData ? RegionKind.Data : RegionKind.Code, start, end, false));
    }

    private void Add(ImageRegion region)
    {
        _regions.Add(region);
        if (region.IsSymbol)
            _byName[region.Name] = region;
    }

    private string Unique(string name)
    {
        string unique = name;
        for (int i = 2; _byName.ContainsKey(unique); i++)
            unique = $"{name} #{i}";
        return unique;
    }
}
