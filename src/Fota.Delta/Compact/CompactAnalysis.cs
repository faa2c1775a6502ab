namespace Fota.Delta.Compact;

/// <summary>What bytes of a compact patch pay for.</summary>
public enum CompactPart
{
    /// <summary>The header.</summary>
    Header,

    /// <summary>How far what addresses point to has moved.</summary>
    Map,

    /// <summary>Where copies begin and end, and where they come from.</summary>
    Moves,

    /// <summary>Which bytes of copies differ from their prediction.</summary>
    Flags,

    /// <summary>The bytes that differ.</summary>
    Misses,

    /// <summary>The bytes that are not copied.</summary>
    Literals,
}

/// <summary>Bytes of a patch.</summary>
/// <param name="At">The byte of the new image that they are for; -1 if they are for all.</param>
/// <param name="Part">What they pay for.</param>
/// <param name="Bytes">How many.</param>
public readonly record struct CompactCharge(int At, CompactPart Part, int Bytes);

/// <summary>A run of the new image.</summary>
/// <param name="At">Where it begins.</param>
/// <param name="Length">Bytes.</param>
/// <param name="From">Where in the old image it is copied from, with exceptions; null if it is new, or copied from the new image.</param>
public readonly record struct CompactRun(int At, int Length, int? From);

/// <summary>What is in a compact patch, as only its old image tells.</summary>
public sealed record CompactAnalysis
{
    /// <summary>The link address that words were relocated by; null if none were.</summary>
    public required uint? BaseAddress { get; init; }

    /// <summary>Where the variables lie that moved; of no bytes if none did.</summary>
    public required AddressRange Ram { get; init; }

    /// <summary>Whether the offsets of Thumb calls were relocated.</summary>
    public required bool RelocatesCalls { get; init; }

    /// <summary>Bytes of memory that a device needs to apply the patch, its stack included.</summary>
    public required int MemorySize { get; init; }

    /// <summary>Bytes of the new image that a device makes again after an interruption, at most.</summary>
    public required int SegmentSize { get; init; }

    /// <summary>Bytes that the same copies would take without relocation.</summary>
    public required int SizeWithoutRelocation { get; init; }

    /// <summary>Copies from either image.</summary>
    public required int CopyCount { get; init; }

    /// <summary>What the bytes of the patch pay for, in the order of the new image. Fractions of bytes count where their sum exceeds a whole one.</summary>
    public required IReadOnlyList<CompactCharge> Charges { get; init; }

    /// <summary>The runs of the new image, in order and without gaps.</summary>
    public required IReadOnlyList<CompactRun> Runs { get; init; }

    /// <summary>Applies a patch and looks into it.</summary>
    /// <param name="source">The old image.</param>
    /// <param name="patch">The patch.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="PatchException">The patch is damaged, or does not fit the old image.</exception>
    public static CompactAnalysis Of(ReadOnlySpan<byte> source, ReadOnlySpan<byte> patch, CancellationToken cancellationToken = default)
    {
        (CompactHeader header, byte[] target, CodingCosts costs) = CompactPatcher.Measure(source, patch, cancellationToken);
        bool hasWords = (header.Kinds & RelocationKinds.Words) != 0;
        byte[] unrelocated = CompactWriter.Write(
            header with { Kinds = RelocationKinds.None },
            source.ToArray(),
            target,
            costs.Copies,
            (RelocationMap.Empty, RelocationMap.Empty),
            new CodingCosts(target.Length));
        return new()
        {
            BaseAddress = hasWords ? header.Base : null,
            Ram = hasWords ? new(header.Ram, header.RamSize) : default,
            RelocatesCalls = (header.Kinds & RelocationKinds.Calls) != 0,
            MemorySize = header.MemorySize,
            SegmentSize = 1 << header.SegmentBits,
            SizeWithoutRelocation = unrelocated.Length,
            CopyCount = costs.Copies.Count,
            Charges = ChargesOf(header, patch, costs),
            Runs = RunsOf(costs.Copies, target.Length),
        };
    }

    private static List<CompactCharge> ChargesOf(CompactHeader header, ReadOnlySpan<byte> patch, CodingCosts costs)
    {
        int mapEnd = CompactPatcher.MapEnd(header, patch);
        var charges = new List<CompactCharge> { new(-1, CompactPart.Header, header.Size) };
        if (mapEnd > header.Size)
            charges.Add(new(-1, CompactPart.Map, mapEnd - header.Size));

        // The ends of streams make them some bits longer than their bits are worth: all are charged alike.
        long all = costs.Moves + costs.Flags + costs.Misses + costs.Literals;
        long size = patch.Length - mapEnd;
        long soFar = 0;
        int copy = 0;
        for (int at = 0; at < costs.PerByte.Length; at++)
        {
            while (copy < costs.Copies.Count && costs.Copies[copy].End <= at)
                copy++;
            bool isCopied = copy < costs.Copies.Count && costs.Copies[copy].At <= at;
            long moves = costs.MovesPerByte[at];
            long misses = costs.MissesPerByte[at];
            Charge(CompactPart.Moves, moves);
            Charge(CompactPart.Misses, misses);
            Charge(isCopied ? CompactPart.Flags : CompactPart.Literals, costs.PerByte[at] - moves - misses);

            void Charge(CompactPart part, long price)
            {
                int bytes = (int)(((soFar + price) * size / all) - (soFar * size / all));
                soFar += price;
                if (bytes > 0)
                    charges.Add(new(at, part, bytes));
            }
        }
        return charges;
    }

    private static List<CompactRun> RunsOf(List<Copy> copies, int size)
    {
        var runs = new List<CompactRun>();
        int at = 0;
        foreach (Copy copy in copies)
        {
            if (copy.At > at)
                runs.Add(new(at, copy.At - at, null));
            runs.Add(new(copy.At, copy.Length, copy.IsFromTarget ? null : copy.From));
            at = copy.End;
        }
        if (size > at)
            runs.Add(new(at, size - at, null));
        return runs;
    }
}
