using Fota.Delta;
using Fota.Delta.Compact;
using Fota.Delta.Jojo;

namespace Fota.Tool.Explain;

/// <summary>A stretch of the new image that one operation writes.</summary>
/// <param name="Kind">EQL, MOD or INS.</param>
/// <param name="Target">Where it begins in the new image.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Source">The old image's position before it; bytes of EQL and MOD advance with it.</param>
internal readonly record struct PatchStretch(JojoOperationKind Kind, int Target, int Length, int Source)
{
    public int End => Target + Length;
}

/// <summary>
/// What each byte of the new image costs in the patch. Data costs its own bytes. An operation that copies or jumps is charged to the
/// change before it, which it ends; where no change stands before it (moved code), to the byte at which it begins. The first copy of
/// a patch, from the start of one image to the start of the other, is charged to the first change.
/// The costs add up to the size of the patch.
/// </summary>
internal sealed class PatchCosts
{
    private readonly int[] _costs;
    private readonly bool[] _movedOnly;

    private PatchCosts(int targetSize)
    {
        // One more than the image: operations behind its end are charged there.
        _costs = new int[targetSize + 1];
        _movedOnly = new bool[targetSize + 1];
    }

    public List<PatchStretch> Stretches { get; } = [];

    /// <summary>Bytes of the new image.</summary>
    public int TargetSize => _costs.Length - 1;

    /// <summary>Bytes of patch that a byte of the new image costs; the last entry is behind the image.</summary>
    public ReadOnlySpan<int> Costs => _costs;

    /// <summary>Whether a byte costs only because the copy begins elsewhere in the old image.</summary>
    public bool IsMoveOnly(int target) => _movedOnly[target];

    /// <summary>Reads a patch that gives an image of <paramref name="targetSize"/> bytes.</summary>
    public static PatchCosts Of(ReadOnlySpan<byte> patch, int targetSize)
    {
        var result = new PatchCosts(targetSize);
        bool afterData = false;
        int firstCopy = 0;
        foreach (JojoOperation operation in new JojoReader(patch))
        {
            int target = (int)operation.TargetPosition;
            if (operation.HasData)
            {
                result.ChargeData(patch, operation);
                result._costs[target] += firstCopy;
                firstCopy = 0;
                afterData = true;
            }
            else if (operation is { Kind: JojoOperationKind.Eql, PatchOffset: 0 })
            {
                firstCopy = operation.EncodedSize;
            }
            else
            {
                int position = afterData ? target - 1 : target;
                result._costs[position] += operation.EncodedSize;
                result._movedOnly[position] |= !afterData;
                afterData &= operation.Kind != JojoOperationKind.Eql;
            }

            if (operation.HasData || operation.Kind == JojoOperationKind.Eql)
                result.Stretches.Add(new(operation.Kind, target, (int)operation.Length, (int)operation.SourcePosition));
        }

        result._costs[0] += firstCopy;
        result._movedOnly[0] |= firstCopy > 0;
        return result;
    }

    /// <summary>Lays out a compact patch: its copies, cut where bytes differ from the old image, and all else as new.</summary>
    public static PatchCosts Of(CompactAnalysis patch, ReadOnlySpan<byte> oldImage, ReadOnlySpan<byte> newImage)
    {
        var result = new PatchCosts(newImage.Length);
        foreach (CompactCharge charge in patch.Charges)
            result._costs[Math.Max(0, charge.At)] += charge.Bytes;
        foreach (CompactRun run in patch.Runs)
        {
            if (run.From is not { } from)
            {
                result.Stretches.Add(new(JojoOperationKind.Ins, run.At, run.Length, 0));
                continue;
            }

            int start = 0;
            for (int i = 1; i <= run.Length; i++)
            {
                bool isSame = oldImage[from + start] == newImage[run.At + start];
                if (i < run.Length && isSame == (oldImage[from + i] == newImage[run.At + i]))
                    continue;
                result.Stretches.Add(new(isSame ? JojoOperationKind.Eql : JojoOperationKind.Mod, run.At + start, i - start, from + start));
                start = i;
            }
        }

        return result;
    }

    private void ChargeData(ReadOnlySpan<byte> patch, JojoOperation operation)
    {
        ReadOnlySpan<byte> encoded = patch[operation.EncodedData];
        int target = (int)operation.TargetPosition;
        _costs[target] += operation.EncodedSize - encoded.Length;
        for (int i = 0; i < encoded.Length; i++, target++)
        {
            _costs[target]++;
            _movedOnly[target] = false;
            if (encoded[i] == 0xA7 && i + 1 < encoded.Length && encoded[i + 1] == 0xA7)
            {
                _costs[target]++;
                i++;
            }
        }
    }
}
