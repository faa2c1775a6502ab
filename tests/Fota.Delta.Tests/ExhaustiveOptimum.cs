namespace Fota.Delta.Tests;

/// <summary>
/// The size of the smallest patch there is, by trying everything: every diagonal, every copy from one byte on, data of both kinds in
/// any order, jumps anywhere. Takes time with the square of the size; written apart from the encoder, so that it can judge it.
/// </summary>
internal sealed class ExhaustiveOptimum
{
    private const int Never = 1 << 28;
    private const int OpenCost = 2;
    private const int MaxStarts = 4;

    private static readonly (int Distance, int Cost)[] s_jumps = [(252, 3), (508, 4), (65535, 5), (int.MaxValue, 7)];

    private readonly byte[] _source;
    private readonly byte[] _target;
    private readonly int _replaceOpenCost;
    private readonly int _width;

    // Costs by diagonal, shifted by the size of the target: after a copy or jump, with MOD open, with INS open, with all closed.
    private readonly int[] _fresh;
    private readonly int[] _closed;
    private readonly int[] _jumped;
    private readonly int[] _window;
    private int[] _replacing;
    private int[] _nextReplacing;
    private int[] _inserting;
    private int[] _nextInserting;

    // Up to four starts of a copy for each diagonal: the length field differs by at most 4 bytes, so dearer ones never win.
    private readonly (int Cost, int Start)[] _starts;
    private readonly int[] _startCounts;

    private ExhaustiveOptimum(byte[] source, byte[] target, PatchFormat format)
    {
        _source = source;
        _target = target;
        _replaceOpenCost = format == PatchFormat.JojoDiff081 ? OpenCost : 0;
        _width = source.Length + target.Length + 1;
        _fresh = Filled();
        _closed = Filled();
        _jumped = Filled();
        _replacing = Filled();
        _nextReplacing = Filled();
        _inserting = Filled();
        _nextInserting = Filled();
        _window = new int[_width];
        _starts = new (int, int)[_width * MaxStarts];
        _startCounts = new int[_width];
    }

    public static int Size(byte[] source, byte[] target, PatchFormat format) => new ExhaustiveOptimum(source, target, format).Run();

    private int Run()
    {
        _fresh[_target.Length] = 0;
        for (int position = 0; ; position++)
        {
            int closing = ClosingCost(position);
            for (int x = 0; x < _width; x++)
                _closed[x] = Math.Min(_fresh[x], Math.Min(_replacing[x], _inserting[x]) + closing);
            if (position == _target.Length)
                return _closed.Min();
            Jump();
            WriteData(position, closing);
            for (int x = 0; x < _width; x++)
                _fresh[x] = Copy(position, x);
        }
    }

    private void WriteData(int position, int closing)
    {
        int literal = LiteralCost(position);
        for (int x = 0; x < _width; x++)
        {
            int fresh = Math.Min(_fresh[x], _jumped[x]);
            int replace = Math.Min(_replacing[x], Math.Min(fresh + _replaceOpenCost, _inserting[x] + closing + OpenCost));
            int insert = Math.Min(_inserting[x], Math.Min(fresh, _replacing[x] + closing) + OpenCost);
            _nextReplacing[x] = replace + literal;
            if (x > 0)
                _nextInserting[x - 1] = insert + literal;
        }
        _nextInserting[_width - 1] = Never;
        (_replacing, _nextReplacing) = (_nextReplacing, _replacing);
        (_inserting, _nextInserting) = (_nextInserting, _inserting);
    }

    /// <summary>The least cost of a copy on a diagonal that ends behind a position.</summary>
    private int Copy(int position, int x)
    {
        int at = position + x - _target.Length;
        if ((uint)at >= (uint)_source.Length || _source[at] != _target[position])
        {
            _startCounts[x] = 0;
            return Never;
        }
        Span<(int Cost, int Start)> starts = _starts.AsSpan(x * MaxStarts, MaxStarts);
        int cost = Math.Min(_jumped[x], _closed[x]);
        int count = 0;
        bool isNeeded = true;
        for (int i = 0; i < _startCounts[x]; i++)
        {
            isNeeded &= starts[i].Cost > cost - MaxStarts;
            if (starts[i].Cost < cost)
                starts[count++] = starts[i];
        }
        if (isNeeded)
            starts[count++] = (cost, position);
        _startCounts[x] = count;
        int best = Never;
        foreach ((int startCost, int start) in starts[..count])
            best = Math.Min(best, startCost + CopyCost(position + 1 - start));
        return best;
    }

    /// <summary>For each distance class, the least closed cost in a window of that size around each diagonal.</summary>
    private void Jump()
    {
        Array.Fill(_jumped, Never);
        foreach ((int distance, int cost) in s_jumps)
        {
            if (distance >= _width)
            {
                int least = _closed.Min() + cost;
                for (int x = 0; x < _width; x++)
                    _jumped[x] = Math.Min(_jumped[x], least);
                return;
            }
            JumpWithin(distance, cost);
        }
    }

    private void JumpWithin(int distance, int cost)
    {
        int head = 0;
        int tail = 0;
        int next = 0;
        for (int x = 0; x < _width; x++)
        {
            for (; next < _width && next <= x + distance; next++)
            {
                while (tail > head && _closed[_window[tail - 1]] >= _closed[next])
                    tail--;
                _window[tail++] = next;
            }
            while (_window[head] < x - distance)
                head++;
            _jumped[x] = Math.Min(_jumped[x], _closed[_window[head]] + cost);
        }
    }

    private int LiteralCost(int position) =>
        _target[position] == 0xA7 && position + 1 < _target.Length && _target[position + 1] is >= 0xA2 and <= 0xA7 ? 2 : 1;

    private int ClosingCost(int position) => position > 0 && _target[position - 1] == 0xA7 && LiteralCost(position - 1) == 1 ? 1 : 0;

    private static int CopyCost(int length) => length <= 252 ? 3 : length <= 508 ? 4 : length <= 65535 ? 5 : 7;

    private int[] Filled()
    {
        int[] costs = new int[_width];
        Array.Fill(costs, Never);
        return costs;
    }
}
