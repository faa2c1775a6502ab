using System.Runtime.CompilerServices;

namespace Fota.Delta.Jojo.Parsing;

/// <summary>What target bytes cost as data: prefix sums, so that any stretch of data is one subtraction.</summary>
internal readonly struct LiteralCosts
{
    private readonly int[] _sums;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public LiteralCosts(ReadOnlySpan<byte> target)
    {
        _sums = new int[target.Length + 1];
        for (int i = 0; i < target.Length; i++)
        {
            bool isEscaped = target[i] == JojoFormat.Escape && i + 1 < target.Length && JojoFormat.IsSpecialAfterEscape(target[i + 1]);
            _sums[i + 1] = _sums[i] + (isEscaped ? 2 : 1);
        }
    }

    /// <summary>The cost of all bytes before a position, as data that does not end there.</summary>
    public int this[int position] => _sums[position];

    /// <summary>What it costs more if data ends at a position: an A7 at the end is escaped, whatever its successor.</summary>
    public static int Closing(ReadOnlySpan<byte> target, int position)
    {
        if (position == 0 || target[position - 1] != JojoFormat.Escape)
            return 0;
        return position < target.Length && JojoFormat.IsSpecialAfterEscape(target[position]) ? 0 : 1;
    }
}
