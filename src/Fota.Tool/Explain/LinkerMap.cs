using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Fota.Errors;

namespace Fota.Tool.Explain;

/// <summary>Which object file each address of a program comes from, by the map that GNU ld writes with <c>-Wl,-Map=FILE</c>.</summary>
internal sealed partial class LinkerMap
{
    /// <summary>What stands before the part that says where everything lies.</summary>
    private const string Begin = "Linker script and memory map";

    private readonly List<(uint Start, uint End, string File)> _parts;

    private LinkerMap(List<(uint Start, uint End, string File)> parts) => _parts = parts;

    /// <summary>Reads the text of a map.</summary>
    /// <param name="content">The file's bytes.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <exception cref="FotaException">It is no map of GNU ld.</exception>
    public static LinkerMap Parse(byte[] content, string path)
    {
        string text = Encoding.UTF8.GetString(content);
        int begin = text.IndexOf(Begin, StringComparison.Ordinal);
        var parts = new List<(uint Start, uint End, string File)>();
        if (begin >= 0)
        {
            foreach (Match line in Part().Matches(text, begin))
            {
                if (uint.TryParse(line.Groups["address"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out uint start)
                    && uint.TryParse(line.Groups["size"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out uint size)
                    && size > 0 && size <= uint.MaxValue - start)
                    parts.Add((start, start + size, FileName(line.Groups["file"].Value)));
            }
        }

        if (parts.Count == 0)
        {
            throw new FotaException(
                ToolErrors.LinkerMapUnknown, $"'{path}' is no map of GNU ld: it names no object file with an address.",
                "Link with -Wl,-Map=FILE, and give that file.");
        }

        // Parts that share a start are empty but for one; debugging sections begin at address 0 and lie in no image.
        parts.Sort((a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : string.CompareOrdinal(a.File, b.File));
        return new(parts);
    }

    /// <summary>The object file that an address comes from, such as <c>obj/main.o</c> or <c>libc.a(printf.o)</c>; null where the linker filled a gap.</summary>
    public string? FileAt(uint address)
    {
        int low = 0, high = _parts.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (_parts[middle].Start <= address)
                low = middle;
            else
                high = middle - 1;
        }

        return address >= _parts[low].Start && address < _parts[low].End ? _parts[low].File : null;
    }

    /// <summary>A path from the root differs on each machine, and says no more than its last part.</summary>
    private static string FileName(string path) => Path.IsPathRooted(path) || path.Contains(':', StringComparison.Ordinal)
        ? path[(path.LastIndexOfAny(['/', '\\']) + 1)..]
        : path.Replace('\\', '/');

    /// <summary>An input section: its name, on a line of its own where it is long, then address, size and file.</summary>
    [GeneratedRegex(@"^ [^\s*]\S*\s+0x(?<address>[0-9a-f]+)\s+0x(?<size>[0-9a-f]+) (?<file>\S[^\r\n]*?)\r?$", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Part();
}
