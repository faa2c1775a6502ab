using System.Buffers.Binary;
using Fota.Emulator;
using Fota.Release.Images.Elf;

namespace Fota.Release.Trials;

/// <summary>Looks through all functions of a linked file for instructions that a Cortex-M0 does not have, executed or not.</summary>
internal static class Armv6MCode
{
    private const uint FirstOfWide = 0xE800;

    /// <summary>The first; null where there is none. Looked at is what the file calls a function and marks as Thumb code, so that data among it is none.</summary>
    internal static ForeignInstruction? FindForeign(ElfFile file)
    {
        ILookup<int, ElfSymbol> symbols = file.Symbols.OrderBy(symbol => symbol.Address).ToLookup(symbol => symbol.Section);
        for (int i = 0; i < file.Sections.Count; i++)
        {
            ElfSection section = file.Sections[i];
            if (section is { IsCode: true, IsInImage: true } && FindForeign(section, file.ContentOf(section), symbols[i]) is { } found)
                return found;
        }

        return null;
    }

    private static ForeignInstruction? FindForeign(ElfSection section, ReadOnlySpan<byte> content, IEnumerable<ElfSymbol> symbols)
    {
        ElfSymbol[] marks = [.. symbols.Where(symbol => symbol.Name is ['$', 'a' or 't' or 'd'] or ['$', 'a' or 't' or 'd', '.', ..])];
        int mark = -1;
        foreach (ElfSymbol function in symbols.Where(symbol => symbol.Kind == ElfSymbolKind.Function && symbol.Address >= section.Address))
        {
            uint end = Math.Min(function.Address + function.Size, section.Address + section.Size);
            // Functions may overlap: the second begins before the first ends.
            while (mark >= 0 && marks[mark].Address > function.Address)
                mark--;
            for (uint at = function.Address; at < end;)
            {
                while (mark + 1 < marks.Length && marks[mark + 1].Address <= at)
                    mark++;
                if (mark < 0 || marks[mark].Name[1] != 't')
                {
                    at = mark + 1 < marks.Length ? marks[mark + 1].Address : end;
                    continue;
                }

                ReadOnlySpan<byte> code = content[(int)(at - section.Address)..];
                uint first = Halfword(code), size = first >= FirstOfWide ? 4u : 2u;
                uint second = size == 4 ? Halfword(code[2..]) : 0;
                if (!Has(first, second, size == 4))
                    return new ForeignInstruction(size == 4 ? (first << 16) | second : first, at, function.Name);
                at += size;
            }
        }

        return null;
    }

    private static uint Halfword(ReadOnlySpan<byte> code) => code.Length >= 2 ? BinaryPrimitives.ReadUInt16LittleEndian(code) : 0u;

    /// <summary>
    /// ARMv6-M Architecture Reference Manual, A5.2, as in src/device/board/plugin/phases.c: of 16 bits all but compare-and-branch and
    /// if-then; of 32 bits BL, MSR, MRS, the barriers and UDF.
    /// </summary>
    private static bool Has(uint first, uint second, bool isWide)
    {
        if (!isWide)
            return (first & 0xF500) != 0xB100 && ((first & 0xFF00) != 0xBF00 || (first & 0x000F) == 0);
        if ((second & 0xD000) == 0xD000)
            return (first & 0xF800) == 0xF000;
        return (second & 0xD000) == 0x8000
            && ((first & 0xFFE0) == 0xF380 || first == 0xF3EF || (first == 0xF3BF && (second & 0x00F0) >= 0x0040) || (first & 0xFFF0) == 0xF7F0);
    }
}
