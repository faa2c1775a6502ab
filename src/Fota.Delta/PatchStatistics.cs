using Fota.Delta.Compact;
using Fota.Delta.Jojo;

namespace Fota.Delta;

/// <summary>What the operations of one kind add up to.</summary>
/// <param name="Operation">The format's name for them.</param>
/// <param name="Count">How many there are.</param>
/// <param name="EncodedSize">Bytes that they take in the patch.</param>
/// <param name="Length">Bytes that they write, or move over.</param>
public readonly record struct OperationTotals(string Operation, int Count, long EncodedSize, long Length);

/// <summary>What a patch consists of.</summary>
/// <param name="Format">The format; of JojoDiff the oldest whose decoders apply the patch.</param>
/// <param name="PatchSize">The size of the patch in bytes.</param>
/// <param name="TargetSize">The size of the new image in bytes.</param>
/// <param name="MinSourceSize">The smallest size, in bytes, of an old image that all copies fit.</param>
/// <param name="Totals">The sums for each kind of operation that the format has.</param>
public sealed record PatchStatistics(
    PatchFormat Format, long PatchSize, long TargetSize, long MinSourceSize, IReadOnlyList<OperationTotals> Totals)
{
    /// <summary>Bytes of memory that a device's decoder needs for a compact patch, its stack included; 0 for other formats.</summary>
    public int DecoderMemory { get; init; }

    /// <summary>How many operations there are.</summary>
    public int OperationCount => Totals.Sum(totals => totals.Count);

    /// <summary>Reads a patch to its end; of the compact format, its header and its map: the rest means nothing without the old image.</summary>
    /// <param name="patch">The patch.</param>
    /// <param name="format">The format that it is in. JojoDiff 0.8.5 takes in 0.8.1.</param>
    /// <exception cref="PatchException">The patch is damaged.</exception>
    public static PatchStatistics Of(ReadOnlySpan<byte> patch, PatchFormat format = PatchFormats.Default) => format switch
    {
        PatchFormat.JojoDiff081 or PatchFormat.JojoDiff085 => JojoStatistics.Of(patch),
        PatchFormat.Compact => CompactStatistics.Of(patch),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };
}
