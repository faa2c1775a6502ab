using Fota.Delta.Compact;

namespace Fota.Tool.Explain;

/// <summary>Why a patch is as large as it is; all sizes in bytes. Every sum over symbols, sections or kinds equals the patch size.</summary>
/// <param name="PatchSize">Bytes of the patch.</param>
/// <param name="OldSize">Bytes of the old image.</param>
/// <param name="NewSize">Bytes of the new image.</param>
/// <param name="Format">Of the patch.</param>
/// <param name="Operations">How many operations the patch has; of a compact one, copies.</param>
/// <param name="Kinds">What the patch pays for, the dearest first.</param>
/// <param name="Sections">In which sections.</param>
/// <param name="Symbols">For which symbols (blocks of 1 KB without an ELF file).</param>
/// <param name="Files">For which object files; null without the linker's map.</param>
/// <param name="Advice">What would make it smaller.</param>
/// <param name="Compact">What is particular to a compact patch; null for one of another format.</param>
/// <param name="InPlace">What is particular to a patch for devices with one slot; null for one that needs two.</param>
internal sealed record Explanation(
    int PatchSize,
    int OldSize,
    int NewSize,
    string Format,
    int Operations,
    IReadOnlyList<KindCost> Kinds,
    IReadOnlyList<SectionCost> Sections,
    IReadOnlyList<SymbolCost> Symbols,
    IReadOnlyList<FileCost>? Files,
    IReadOnlyList<Advice> Advice,
    CompactSummary? Compact = null,
    InPlaceSummary? InPlace = null);

/// <summary>What is particular to a patch for devices with one slot.</summary>
/// <param name="SectorSize">Bytes of a block of the flash.</param>
/// <param name="Sectors">Blocks of the flash that holds the image.</param>
/// <param name="UnrestrictedSize">Bytes of the patch that devices with two slots would get.</param>
/// <param name="PlanSize">Bytes of the plan, which the device gets beside the patch.</param>
/// <param name="RestrictionCost">Bytes of patch and plan above <paramref name="UnrestrictedSize"/>.</param>
internal sealed record InPlaceSummary(int SectorSize, int Sectors, int UnrestrictedSize, int PlanSize, int RestrictionCost);

/// <summary>What is particular to a compact patch.</summary>
/// <param name="BaseAddress">The link address that addresses were relocated by; null if none were.</param>
/// <param name="BaseFile">The file that says it; null where it was inferred from the image.</param>
/// <param name="SavedByBaseFile">Bytes by which the patch would be larger with an inferred address; null without such a file, and of a patch that was made before.</param>
/// <param name="RamStart">Where the variables begin that moved.</param>
/// <param name="RamSize">Bytes in which they lie; 0 if none moved.</param>
/// <param name="SavedByRelocation">Bytes by which the same copies would be larger without it.</param>
/// <param name="Memory">Bytes that a device needs to apply the patch, its stack included.</param>
/// <param name="Segment">Bytes that a device makes again after an interruption, at most.</param>
internal sealed record CompactSummary(
    uint? BaseAddress, string? BaseFile, int? SavedByBaseFile, uint RamStart, uint RamSize, int SavedByRelocation, int Memory, int Segment)
{
    /// <param name="patch">What is in the patch.</param>
    /// <param name="size">Its bytes.</param>
    public static CompactSummary Of(CompactAnalysis patch, int size) => new(
        patch.BaseAddress, null, null, patch.Ram.Start, patch.Ram.Size, patch.SizeWithoutRelocation - size, patch.MemorySize, patch.SegmentSize);
}

/// <summary>What one kind of change costs.</summary>
internal sealed record KindCost(string Kind, string Text, int PatchBytes);

/// <summary>What changes in one section cost.</summary>
internal sealed record SectionCost(string Section, int Size, int PatchBytes);

/// <summary>What changes in what one object file brought in cost.</summary>
internal sealed record FileCost(string File, int Size, int PatchBytes);

/// <summary>What changes in one symbol cost.</summary>
/// <param name="Name">Readable: C++ names are demangled.</param>
/// <param name="Section">Its section.</param>
/// <param name="File">The object file that it comes from; null where that is not known.</param>
/// <param name="Offset">Where it begins in the image.</param>
/// <param name="Size">Its size.</param>
/// <param name="OldSize">Its size in the old image; null where that has none of this name or is not known.</param>
/// <param name="IsSymbol">Whether the name is a symbol of the ELF file, not a block or a gap.</param>
/// <param name="PatchBytes">Bytes of the patch.</param>
/// <param name="Kinds">By kind.</param>
internal sealed record SymbolCost(
    string Name, string Section, string? File, int Offset, int Size, int? OldSize, bool IsSymbol, int PatchBytes, IReadOnlyDictionary<string, int> Kinds);

/// <summary>Something that would make this patch, or the next ones, smaller.</summary>
/// <param name="Finding">What was found, with figures.</param>
/// <param name="Remedy">What to do.</param>
internal sealed record Advice(string Finding, string Remedy);
