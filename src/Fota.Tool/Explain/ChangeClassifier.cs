using System.Buffers.Binary;

namespace Fota.Tool.Explain;

/// <summary>Says of each changed byte what it pays for, from what stands there now and what stood there before.</summary>
/// <param name="oldImage">The old image.</param>
/// <param name="newImage">The new image.</param>
/// <param name="oldMap">What lies where in the old image.</param>
/// <param name="newMap">What lies where in the new image.</param>
internal sealed class ChangeClassifier(ReadOnlyMemory<byte> oldImage, ReadOnlyMemory<byte> newImage, ImageMap oldMap, ImageMap newMap)
{
    private const int Word = 4;

    /// <summary>Classifies a changed byte.</summary>
    /// <param name="target">Where it is in the new image.</param>
    /// <param name="source">What it replaces in the old image; null where the patch inserts it.</param>
    public ChangeKind Classify(int target, int? source)
    {
        ImageRegion region = newMap.At(target);
        int? counterpart = source ?? Counterpart(region, target);
        return region.Kind switch
        {
            RegionKind.Unknown => ChangeKind.Unknown,
            RegionKind.Padding => ChangeKind.Padding,
            RegionKind.Code when IsUnknownToOld(region) => ChangeKind.NewCode,
            RegionKind.Code when newMap.IsLiteral(target) => PointsToSame(target, counterpart) ? ChangeKind.ShiftedAddresses : ChangeKind.ChangedLiterals,
            RegionKind.Code when IsShiftedCall(region, target, counterpart) => ChangeKind.ShiftedCalls,
            RegionKind.Code when source is null && !oldMap.HasSymbols => ChangeKind.NewCode,
            RegionKind.Code => ChangeKind.ChangedCode,
            _ => PointsToSame(target, counterpart) ? ChangeKind.ShiftedAddresses : ChangeKind.Data,
        };
    }

    /// <summary>Whether the old image certainly lacks a symbol. Without its symbols, what the patch inserts counts as new code instead.</summary>
    private bool IsUnknownToOld(ImageRegion region) => oldMap.HasSymbols && region.IsSymbol && oldMap.Find(region.Name) is null;

    /// <summary>The same place of the same symbol in the old image.</summary>
    private int? Counterpart(ImageRegion region, int target) =>
        region.IsSymbol && oldMap.Find(region.Name) is { } old && target - region.Start < old.Size ? old.Start + target - region.Start : null;

    private bool PointsToSame(int target, int? counterpart)
    {
        if (counterpart is not { } source)
            return false;
        int newWord = target & ~(Word - 1), oldWord = source - (target - newWord);
        if (oldWord < 0 || newWord + Word > newImage.Length || oldWord + Word > oldImage.Length)
            return false;
        uint newAddress = BinaryPrimitives.ReadUInt32LittleEndian(newImage.Span[newWord..]) & ~1u;
        uint oldAddress = BinaryPrimitives.ReadUInt32LittleEndian(oldImage.Span[oldWord..]) & ~1u;
        return newAddress != oldAddress && newMap.AtAddress(newAddress) is { } now && IsSame(now, oldAddress);
    }

    private bool IsShiftedCall(ImageRegion region, int target, int? counterpart)
    {
        if (counterpart is not { } source)
            return false;
        int newStart = Thumb.StartOf(newImage.Span, region.Start, target, newMap.IsLiteral), oldStart = source - (target - newStart);
        if (oldStart < 0 || newStart + Word > newImage.Length || oldStart + Word > oldImage.Length)
            return false;
        uint? now = Thumb.CallTarget(newImage.Span[newStart..], newMap.AddressOf(newStart));
        uint? before = Thumb.CallTarget(oldImage.Span[oldStart..], OldAddress(oldStart));
        return now is { } newTarget && before is { } oldTarget
            && (!oldMap.HasSymbols || (newMap.AtAddress(newTarget) is { } called && IsSame(called, oldTarget)));
    }

    private uint OldAddress(int offset) => oldMap.HasSymbols ? oldMap.AddressOf(offset) : newMap.AddressOf(Math.Min(offset, newImage.Length - 1));

    /// <summary>Whether an address of the old program lies in what has the same name now; without old symbols, in the image at all.</summary>
    private bool IsSame(ImageRegion now, uint oldAddress) => oldMap.HasSymbols
        ? oldMap.AtAddress(oldAddress)?.Name == now.Name
        : newMap.AtAddress(oldAddress) is not null;
}
