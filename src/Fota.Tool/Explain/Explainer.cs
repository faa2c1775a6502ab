using Fota.Delta;
using Fota.Delta.Compact;
using Fota.Delta.Jojo;
using Fota.Tool.CommandLine;

namespace Fota.Tool.Explain;

/// <summary>Explains a patch: charges its bytes to symbols and kinds of change.</summary>
internal sealed class Explainer
{
    private readonly Dictionary<ImageRegion, int[]> _bySymbol = [];
    private readonly LinkerMap? _files;

    private Explainer(byte[] oldImage, byte[] newImage, byte[] patch, ImageMap oldMap, ImageMap newMap, LinkerMap? files)
    {
        _files = files;
        (OldImage, NewImage, Patch, OldMap, NewMap) = (oldImage, newImage, patch, oldMap, newMap);
        Format = PatchFormats.Of(patch);
        Kinds = new ChangeKind[newImage.Length + 1];
        if (Format == PatchFormat.Compact)
        {
            Compact = CompactAnalysis.Of(oldImage, patch);
            Costs = PatchCosts.Of(Compact, oldImage, newImage);
            Charge(Compact);
        }
        else
        {
            Costs = PatchCosts.Of(patch, newImage.Length);
            Charge();
        }
    }

    public byte[] OldImage { get; }

    public byte[] NewImage { get; }

    public byte[] Patch { get; }

    public PatchFormat Format { get; }

    /// <summary>What is in a compact patch; null for one of another format.</summary>
    public CompactAnalysis? Compact { get; }

    public ImageMap OldMap { get; }

    public ImageMap NewMap { get; }

    public PatchCosts Costs { get; }

    /// <summary>What each byte of the new image that costs something pays for; the last entry is behind the image.</summary>
    public ChangeKind[] Kinds { get; }

    /// <summary>Charges a patch.</summary>
    /// <param name="oldImage">The old image.</param>
    /// <param name="newImage">The new image.</param>
    /// <param name="patch">The patch from one to the other.</param>
    /// <param name="oldMap">What lies where in the old image; blocks if unknown.</param>
    /// <param name="newMap">What lies where in the new image; blocks if unknown.</param>
    /// <param name="files">Which object file each address of the new program comes from; null if unknown.</param>
    public static Explainer Run(byte[] oldImage, byte[] newImage, byte[] patch, ImageMap oldMap, ImageMap newMap, LinkerMap? files = null) =>
        new(oldImage, newImage, patch, oldMap, newMap, files);

    /// <summary>Adds up what was charged.</summary>
    public Explanation Explain(Func<IReadOnlyList<string>, IReadOnlyList<string>> demangle)
    {
        PatchStatistics statistics = PatchStatistics.Of(Patch, Format);
        (ImageRegion Region, int[] Kinds)[] dearest =
            [.. _bySymbol.Select(each => (each.Key, each.Value)).OrderByDescending(each => each.Value.Sum()).ThenBy(each => each.Key.Start)];
        IReadOnlyList<string> names = demangle([.. dearest.Select(each => each.Region.Name)]);
        return new Explanation(
            Patch.Length,
            OldImage.Length,
            NewImage.Length,
            statistics.Format.Name(),
            Compact?.CopyCount ?? statistics.OperationCount,
            [.. KindTotals().OrderByDescending(each => each.PatchBytes)],
            [.. SectionTotals().OrderByDescending(each => each.PatchBytes)],
            [.. dearest.Select((each, i) => Symbol(each.Region, names[i], each.Kinds))],
            _files is null ? null : [.. FileTotals(_files)],
            PatchAdvice.For(this, demangle),
            Compact is null ? null : CompactSummary.Of(Compact, Patch.Length));
    }

    /// <summary>Bytes of the patch that pay for one kind of change.</summary>
    public int TotalOf(ChangeKind kind) => _bySymbol.Values.Sum(kinds => kinds[(int)kind]);

    private void Charge()
    {
        var classifier = new ChangeClassifier(OldImage, NewImage, OldMap, NewMap);
        foreach (PatchStretch stretch in Costs.Stretches)
        {
            for (int target = stretch.Target; target < stretch.End; target++)
            {
                if (Costs.Costs[target] == 0)
                    continue;
                int? source = stretch.Kind == JojoOperationKind.Ins ? null : stretch.Source + target - stretch.Target;
                if (source >= OldImage.Length)
                    source = null;
                Charge(target, Costs.IsMoveOnly(target) ? ChangeKind.Moved : classifier.Classify(target, source));
            }
        }

        // What stands behind the last byte of the image, in patches that other tools made.
        if (Costs.Costs[^1] > 0)
            Charge(NewImage.Length, ChangeKind.Moved);
    }

    private void Charge(CompactAnalysis patch)
    {
        var common = new ImageRegion("(header and map)", "", RegionKind.Unknown, 0, 0, false);
        foreach (CompactCharge charge in patch.Charges)
        {
            ChangeKind kind = charge.Part switch
            {
                CompactPart.Header => ChangeKind.Header,
                CompactPart.Map => ChangeKind.Map,
                CompactPart.Moves => ChangeKind.Moves,
                CompactPart.Flags => ChangeKind.Flags,
                CompactPart.Misses => ChangeKind.Misses,
                _ => ChangeKind.Literals,
            };
            if (charge.At >= 0)
                Kinds[charge.At] = kind;
            Charge(charge.At < 0 ? common : NewMap.At(charge.At), kind, charge.Bytes);
        }
    }

    private void Charge(int target, ChangeKind kind)
    {
        Kinds[target] = kind;
        ImageRegion region = NewImage.Length == 0
            ? new ImageRegion("(empty image)", "", RegionKind.Unknown, 0, 0, false)
            : NewMap.At(Math.Min(target, NewImage.Length - 1));
        Charge(region, kind, Costs.Costs[target]);
    }

    private void Charge(ImageRegion region, ChangeKind kind, int bytes)
    {
        if (!_bySymbol.TryGetValue(region, out int[]? kinds))
            _bySymbol.Add(region, kinds = new int[Enum.GetValues<ChangeKind>().Length]);
        kinds[(int)kind] += bytes;
    }

    private IEnumerable<KindCost> KindTotals() =>
        from kind in Enum.GetValues<ChangeKind>()
        let total = TotalOf(kind)
        where total > 0
        select new KindCost(kind.Key(), kind.Text(), total);

    private IEnumerable<SectionCost> SectionTotals() =>
        from symbol in _bySymbol
        group symbol.Value.Sum() by symbol.Key.Section into section
        select new SectionCost(section.Key, NewMap.Regions.Where(each => each.Section == section.Key).Sum(each => each.Size), section.Sum());

    private IEnumerable<FileCost> FileTotals(LinkerMap files) =>
        from symbol in _bySymbol
        let file = FileOf(symbol.Key)
        where file is not null
        group symbol by file into parts
        let cost = new FileCost(parts.Key, parts.Sum(each => each.Key.Size), parts.Sum(each => each.Value.Sum()))
        orderby cost.PatchBytes descending, cost.File
        select cost;

    private string? FileOf(ImageRegion region) => _files?.FileAt(NewMap.AddressOf(region.Start));

    private SymbolCost Symbol(ImageRegion region, string name, int[] kinds) => new(
        name,
        region.Section,
        FileOf(region),
        region.Start,
        region.Size,
        region.IsSymbol ? OldMap.Find(region.Name)?.Size : null,
        region.IsSymbol,
        kinds.Sum(),
        Enum.GetValues<ChangeKind>().Where(kind => kinds[(int)kind] > 0).ToDictionary(kind => kind.Key(), kind => kinds[(int)kind]));
}
