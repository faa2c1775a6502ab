namespace Fota.Release.Images.Elf;

/// <summary>A section.</summary>
/// <param name="Name">Such as <c>.text</c>.</param>
/// <param name="Type">sh_type: 1 PROGBITS, 2 SYMTAB, 3 STRTAB, 8 NOBITS, 14 INIT_ARRAY, 0x70000001 ARM_EXIDX.</param>
/// <param name="Flags">sh_flags: 1 WRITE, 2 ALLOC, 4 EXECINSTR.</param>
/// <param name="Address">Where the program finds it.</param>
/// <param name="Offset">Where it stands in the file.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Link">The section that it refers to.</param>
/// <param name="EntrySize">Bytes of an entry, where it is a table.</param>
public sealed record ElfSection(string Name, uint Type, uint Flags, uint Address, uint Offset, uint Size, uint Link, uint EntrySize)
{
    private const uint NoBits = 8;
    private const uint Writable = 1;
    private const uint Allocated = 2;
    private const uint Executable = 4;

    /// <summary>Whether flash holds its contents.</summary>
    public bool IsInImage => (Flags & Allocated) != 0 && Type != NoBits && Size > 0;

    /// <summary>Whether it takes room in RAM when the program runs: variables.</summary>
    public bool IsInRam => (Flags & (Allocated | Writable)) == (Allocated | Writable);

    /// <summary>Whether it is code.</summary>
    public bool IsCode => (Flags & Executable) != 0;
}

/// <summary>A segment that is loaded.</summary>
/// <param name="Offset">Where its bytes stand in the file.</param>
/// <param name="VirtualAddress">Where the program finds them.</param>
/// <param name="PhysicalAddress">Where flash holds them.</param>
/// <param name="FileSize">Bytes.</param>
public sealed record ElfSegment(uint Offset, uint VirtualAddress, uint PhysicalAddress, uint FileSize);

/// <summary>What a symbol stands for.</summary>
public enum ElfSymbolKind
{
    /// <summary>Assembly labels and the linker's own marks.</summary>
    None = 0,

    /// <summary>A variable or constant.</summary>
    Data = 1,

    /// <summary>A function.</summary>
    Function = 2,
}

/// <summary>A symbol.</summary>
/// <param name="Name">As the linker knows it (mangled for C++).</param>
/// <param name="Kind">Function, object or neither.</param>
/// <param name="Address">Where it begins; the Thumb bit is cleared.</param>
/// <param name="Size">Bytes; 0 where the assembler was not told.</param>
/// <param name="Section">The index of its section.</param>
/// <param name="IsGlobal">Whether other files see it.</param>
public sealed record ElfSymbol(string Name, ElfSymbolKind Kind, uint Address, uint Size, int Section, bool IsGlobal);
