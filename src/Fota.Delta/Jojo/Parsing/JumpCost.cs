using System.Runtime.CompilerServices;

namespace Fota.Delta.Jojo.Parsing;

/// <summary>What going from one diagonal to another costs.</summary>
internal static class JumpCost
{
    /// <summary>The cost of the shortest jump.</summary>
    public const int Min = JojoFormat.OperationSize + 1;

    /// <summary>The cost of DEL or BKT over a distance, which may be negative; 0 for no distance.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of(int distance)
    {
        int length = Math.Abs(distance);
        return (uint)(length - 1) < JojoFormat.MaxOneByteLength ? Min : OfLonger(length);
    }

    private static int OfLonger(int length) => length == 0 ? 0 : JojoFormat.OperationSizeWithLength(length);
}
