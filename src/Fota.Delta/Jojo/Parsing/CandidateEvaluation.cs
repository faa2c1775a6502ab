using System.Runtime.CompilerServices;
using Fota.Delta.Matching;

namespace Fota.Delta.Jojo.Parsing;

/// <summary>Estimates what staying on a diagonal from a position on saves.</summary>
internal readonly ref struct CandidateEvaluation(in ImagePair images, in ParseState state, LiteralCosts literals)
{
    /// <summary>What a candidate yields that is no better than the diagonal that the best path is on.</summary>
    private const int Useless = -1000;

    private const int MaxLookAhead = 1024;

    /// <summary>The estimate ends behind a gap of this size without a copy that pays.</summary>
    private const int MaxGap = 48;

    /// <summary>More than the dearest jump costs; beyond, the order does not matter.</summary>
    private const int EnoughGain = 40;

    private readonly ImagePair _images = images;
    private readonly int _position = state.Position;
    private readonly int _bestRunEnd = state.BestRunEnd;

    /// <summary>The bytes that copies on a diagonal save, up to <see cref="EnoughGain"/> or a little more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int LookAhead(int offset, out int work)
    {
        int end = Math.Min(_position + MaxLookAhead, Math.Min(_images.Target.Length, _images.Source.Length - offset));
        ReadOnlySpan<byte> target = _images.Target[..end];
        int position = _position;
        int gain = 0;
        int runEnd = Math.Min(end, _images.RunEnd(position, offset));
        work = 1;
        if (runEnd <= _bestRunEnd)
            return Useless;
        int lastPaying = position;
        while (true)
        {
            int saved = literals[runEnd] - literals[position] - JojoFormat.OperationSizeWithLength(runEnd - position);
            if (saved > 0)
            {
                gain += saved;
                lastPaying = runEnd;
                if (gain > EnoughGain)
                    break;
            }
            position = runEnd + 1;
            int limit = Math.Min(end, lastPaying + MaxGap + 1);
            while (position < limit && target[position] != _images.Source[position + offset])
                position++;
            if (position >= limit)
                break;
            runEnd = Math.Min(end, _images.RunEnd(position, offset));
        }
        work += (position - _position) / WorkBytes;
        return gain;
    }

    // Bytes that are looked at in the time of one candidate.
    private const int WorkBytes = 32;
}
