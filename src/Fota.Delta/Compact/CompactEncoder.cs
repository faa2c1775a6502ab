using Fota.Errors;

namespace Fota.Delta.Compact;

/// <summary>Makes compact patches. docs/compact.md explains how.</summary>
internal static class CompactEncoder
{
    // Where relocation saves less than this part, the patch is also tried without, whose header and sites cost less.
    private const int SureSaving = 16;

    // Of a patch that is less than this part of its image, a few bytes are a percent, and a round takes little time.
    private const int SmallPatch = 64;
    private const int SmallPatchRounds = 4;

    private const double SearchShare = 0.3;

    /// <summary>Makes the patch that turns one image into another.</summary>
    /// <exception cref="FotaException">An image is larger than the format allows.</exception>
    public static byte[] Encode(
        ReadOnlySpan<byte> source, ReadOnlySpan<byte> target, CompactOptions options, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        CheckSize(source.Length, "old");
        CheckSize(target.Length, "new");
        byte[] from = source.ToArray();
        byte[] to = target.ToArray();
        Attempt? relocated = Relocatable(source, options) is var kinds and not RelocationKinds.None
            ? Attempt.Make(from, to, options, kinds, progress, cancellationToken)
            : null;
        if (relocated is not null && relocated.PatchWithoutRelocation(from, to).Length > relocated.Patch.Length + (relocated.Patch.Length / SureSaving))
            return relocated.Patch;
        Attempt generic = Attempt.Make(from, to, options, RelocationKinds.None, progress, cancellationToken);
        return relocated is null || generic.Patch.Length < relocated.Patch.Length ? generic.Patch : relocated.Patch;
    }

    // Calls are Thumb's alone; an address that is known makes pointers of any machine words that can be told.
    private static RelocationKinds Relocatable(ReadOnlySpan<byte> source, CompactOptions options) =>
        ThumbCode.IsIn(source) ? RelocationKinds.Words | RelocationKinds.Calls
        : options.BaseAddress is not null ? RelocationKinds.Words
        : RelocationKinds.None;

    private static void CheckSize(int size, string image)
    {
        if (size >= CompactFormat.ImageLimit)
        {
            throw new FotaException(
                DeltaErrors.ImageTooLarge,
                $"The {image} image has {size} bytes, and compact patches are for images of less than {CompactFormat.ImageLimit}",
                "Check that the file is a firmware image, or make a JojoDiff patch.");
        }
    }

    /// <summary>The best patch of some rounds, with or without relocation.</summary>
    private sealed record Attempt(byte[] Patch, CompactHeader Header, List<Copy> Copies)
    {
        public static Attempt Make(
            byte[] source, byte[] target, CompactOptions options, RelocationKinds kinds, IProgress<double>? progress, CancellationToken cancellationToken)
        {
            bool isRelocated = kinds != RelocationKinds.None;
            SearchEffort effort = SearchEffort.Of(options.Effort);
            CompactHeader header = FirstHeader(source, target, options, kinds);
            CandidateTable candidates = CandidateTable.Find(
                MaskedImage.Make(source, header), MaskedImage.Make(target, header), effort, progress, cancellationToken);
            var costs = new ParseCosts(target.Length);
            (RelocationMap Code, RelocationMap Ram) map = (RelocationMap.Empty, RelocationMap.Empty);
            Attempt? best = null;
            for (int round = 0; round < effort.Rounds || (round < SmallPatchRounds && best!.IsSmall); round++)
            {
                progress?.Report(SearchShare + ((1 - SearchShare) * round / Math.Max(round + 1, effort.Rounds)));
                bool isMapped = round > 0;
                var relocation = new Relocation(header, map.Code, map.Ram);
                SourceSites? sites = isRelocated ? new(source, header, map.Code, map.Ram) : null;
                List<Copy> copies = new CompactParser(source, target, candidates, costs, relocation, sites, isMapped, effort.MaxWays).Parse(cancellationToken);
                if (isRelocated)
                {
                    header = WithRam(source, target, copies, header, options);
                    map = new MapBuilder(source, target, header).Build(copies, options.MaxPieces, MapBuilder.PiecePrice);
                }
                var measured = new CodingCosts(target.Length);
                byte[] patch = CompactWriter.Write(header, source, target, copies, map, measured);
                costs.Learn(target, copies, measured);
                if (best is null || patch.Length < best.Patch.Length)
                    best = new(patch, header, copies);
            }
            return isRelocated ? best!.WithBestMap(source, target, options) : best!;
        }

        private bool IsSmall => Patch.Length < Header.TargetSize / SmallPatch;

        private Attempt WithBestMap(byte[] source, byte[] target, CompactOptions options)
        {
            var builder = new MapBuilder(source, target, Header);
            Attempt best = this;
            foreach (int price in MapBuilder.OtherPiecePrices)
            {
                (RelocationMap Code, RelocationMap Ram) map = builder.Build(Copies, options.MaxPieces, price);
                byte[] patch = CompactWriter.Write(Header, source, target, Copies, map, new CodingCosts(target.Length));
                if (patch.Length < best.Patch.Length)
                    best = this with { Patch = patch };
            }
            return best;
        }

        /// <summary>What the same copies cost without relocation.</summary>
        public byte[] PatchWithoutRelocation(byte[] source, byte[] target) => CompactWriter.Write(
            Header with { Kinds = RelocationKinds.None },
            source,
            target,
            Copies,
            (RelocationMap.Empty, RelocationMap.Empty),
            new CodingCosts(target.Length));

        private static CompactHeader FirstHeader(byte[] source, byte[] target, CompactOptions options, RelocationKinds kinds)
        {
            var header = new CompactHeader
            {
                TableBits = options.TableBits,
                SegmentBits = System.Numerics.BitOperations.Log2((uint)options.SegmentSize),
                SourceSize = source.Length,
                TargetSize = target.Length,
            };
            if (kinds == RelocationKinds.None)
                return header;
            uint? address = options.BaseAddress ?? BaseInference.Find(source);
            return address is null
                ? header with { Kinds = kinds & ~RelocationKinds.Words }
                : header with
                {
                    Kinds = kinds,
                    Base = address.Value,
                    Ram = options.Ram?.Start ?? RamInference.FirstRam,
                    RamSize = options.Ram?.Size ?? RamInference.FirstRamSize,
                };
        }

        private static CompactHeader WithRam(byte[] source, byte[] target, List<Copy> copies, CompactHeader header, CompactOptions options)
        {
            if ((header.Kinds & RelocationKinds.Words) == 0 || options.Ram is not null)
                return header;
            (uint ram, uint size) = RamInference.Find(source, target, copies, header);
            return header with { Ram = ram, RamSize = size };
        }
    }
}
