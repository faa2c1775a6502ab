using System.Buffers;
using System.Globalization;

namespace Fota.Release.Images.Formats;

/// <summary>The bytes of a file with their addresses, in the order of the file, until they are joined to one image.</summary>
internal sealed class MemoryParts(ImageFileFaults faults)
{
    /// <summary>The largest gap within one image, bytes: the largest sector of the flashes of common microcontrollers, which a linker script may step over.</summary>
    public const int MaxGap = 128 << 10;

    /// <summary>The most ranges that a message names.</summary>
    private const int MostNamed = 4;

    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly List<(long Address, int Start, int Length)> _parts = [];

    /// <summary>Adds bytes at an address.</summary>
    public void Add(long address, ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty)
            return;
        if (address + content.Length > 1L << 32)
            throw faults.Damaged(string.Create(CultureInfo.InvariantCulture, $"{content.Length} bytes at 0x{address:X8} end above 4 GB"));
        FirmwareImage.CheckSize((long)_bytes.WrittenCount + content.Length, faults.Name);
        // Most records follow the one before: one part, however many lines.
        if (_parts is [.., var last] && last.Address + last.Length == address)
            _parts[^1] = last with { Length = last.Length + content.Length };
        else
            _parts.Add((address, _bytes.WrittenCount, content.Length));
        _bytes.Write(content);
    }

    /// <summary>All bytes from the first address to the last.</summary>
    public (uint Address, byte[] Content, int Filled) Join(byte fill)
    {
        if (_parts.Count == 0)
            throw faults.NoImage("has no bytes for a memory");
        _parts.Sort();
        var ranges = new List<(long First, long End)> { (_parts[0].Address, _parts[0].Address) };
        foreach ((long address, _, int length) in _parts)
        {
            (long first, long end) = ranges[^1];
            if (address < end)
                throw faults.Overlap(string.Create(CultureInfo.InvariantCulture, $"has two contents for address 0x{address:X8}"));
            if (address - end > MaxGap)
                ranges.Add((address, address + length));
            else
                ranges[^1] = (first, address + length);
        }

        if (ranges.Count > 1)
        {
            IEnumerable<string> named = ranges.Take(MostNamed).Select(range => string.Create(CultureInfo.InvariantCulture, $"0x{range.First:X8} to 0x{range.End - 1:X8}"));
            string more = ranges.Count > MostNamed ? ", ..." : "";
            throw faults.Apart(string.Create(
                CultureInfo.InvariantCulture, $"has {ranges.Count} ranges more than {MaxGap >> 10} KB from each other: {string.Join(", ", named)}{more}"));
        }

        long size = ranges[0].End - ranges[0].First;
        FirmwareImage.CheckSize(size, faults.Name);
        byte[] content = new byte[size];
        content.AsSpan().Fill(fill);
        foreach ((long address, int start, int length) in _parts)
            _bytes.WrittenSpan.Slice(start, length).CopyTo(content.AsSpan((int)(address - ranges[0].First)));
        return ((uint)ranges[0].First, content, (int)(size - _bytes.WrittenCount));
    }
}
