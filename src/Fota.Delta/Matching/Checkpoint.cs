using System.Runtime.CompilerServices;

namespace Fota.Delta.Matching;

/// <summary>Keeps long loops cancellable at no cost that shows.</summary>
internal static class Checkpoint
{
    // Even if each step misses every cache, this many take less than 10 ms.
    private const int Interval = 1 << 15;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Pass(int step, CancellationToken cancellationToken)
    {
        if ((step & (Interval - 1)) == 0)
            cancellationToken.ThrowIfCancellationRequested();
    }
}
