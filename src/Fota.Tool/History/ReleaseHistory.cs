using Fota.Tool.Explain;

namespace Fota.Tool.History;

/// <summary>How a product's image and its updates grew, release by release; sizes in bytes.</summary>
/// <param name="Product">The product.</param>
/// <param name="Archive">The folder that the releases are in.</param>
/// <param name="Format">What the patches are written in.</param>
/// <param name="Releases">The releases, oldest first.</param>
/// <param name="Field">What devices get that run one of them; null where no package was named.</param>
internal sealed record ReleaseHistory(string Product, string Archive, string Format, IReadOnlyList<ReleaseStep> Releases, FieldOffers? Field);

/// <summary>One release, and the step to it from the one before.</summary>
/// <param name="Version">The version.</param>
/// <param name="Added">When it was archived.</param>
/// <param name="SourceRevision">The source revision; null where unknown.</param>
/// <param name="Size">Size of the image.</param>
/// <param name="PatchBytes">Size of the patch from the release before; null for the first.</param>
/// <param name="PaysFor">What the patch pays for, the dearest first; null for the first.</param>
/// <param name="Footprint">What the program takes of the device; null without its ELF file.</param>
/// <param name="Airtime">What sending the patch takes, at the slowest and the fastest data rate; null for the first.</param>
internal sealed record ReleaseStep(
    string Version,
    DateTimeOffset Added,
    string? SourceRevision,
    int Size,
    int? PatchBytes,
    IReadOnlyList<KindCost>? PaysFor,
    Footprint? Footprint,
    IReadOnlyList<TransferTime>? Airtime);

/// <summary>What a linked program takes of its device.</summary>
/// <param name="FlashBytes">Code, constants and initial values.</param>
/// <param name="RamBytes">Variables, with and without initial values; stack and heap as far as the linker script gives them a section.</param>
internal sealed record Footprint(long FlashBytes, long RamBytes);

/// <summary>How long a transfer over LoRaWAN takes under the duty cycle.</summary>
internal sealed record TransferTime(string Region, string DataRate, double ElapsedSeconds);

/// <summary>What a package has for each release that devices may run.</summary>
/// <param name="Folder">The update folder.</param>
/// <param name="Version">The package's version.</param>
/// <param name="Offers">For each release, oldest first.</param>
internal sealed record FieldOffers(string Folder, string Version, IReadOnlyList<FieldOffer> Offers);

/// <summary>What a device gets.</summary>
/// <param name="From">What it runs.</param>
/// <param name="Kind"><c>patch</c>, <c>fullImage</c> or <c>none</c>.</param>
/// <param name="DownloadBytes">Size of the file that it downloads; 0 for none.</param>
/// <param name="File">That file; null for none.</param>
/// <param name="Airtime">What sending it takes, at the slowest and the fastest data rate.</param>
internal sealed record FieldOffer(string From, string Kind, long DownloadBytes, string? File, IReadOnlyList<TransferTime> Airtime);
