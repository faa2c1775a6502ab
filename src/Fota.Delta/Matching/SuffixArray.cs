using System.Numerics;
using System.Runtime.CompilerServices;

namespace Fota.Delta.Matching;

/// <summary>
/// The start positions of all suffixes of a text in the order of the suffixes, in linear time by induced sorting
/// (Nong, Zhang, Chan: "Linear Suffix Array Construction by Almost Pure Induced-Sorting", 2009).
/// </summary>
/// <remarks>
/// A suffix is of type S if it is smaller than the next one, else of type L; the last is L. An LMS suffix is of type S behind one of
/// type L. The order of the LMS suffixes alone induces the order of all. It is found by naming the substrings between them in
/// their order and sorting the text of the names, which is at most half as long.
/// </remarks>
internal static class SuffixArray
{
    private const int Empty = -1;

    public static int[] Build(ReadOnlySpan<byte> text, CancellationToken cancellationToken)
    {
        int[] suffixes = new int[text.Length];
        Sort(text, suffixes, byte.MaxValue + 1, cancellationToken);
        return suffixes;
    }

    private static void Sort<T>(ReadOnlySpan<T> text, Span<int> suffixes, int alphabetSize, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (text.Length < 2)
        {
            suffixes.Clear();
            return;
        }
        var buckets = new Buckets<T>(text, alphabetSize);
        int[] lms = FindLms(text);
        Induce(text, suffixes, lms, buckets, cancellationToken);
        if (lms.Length > 1)
        {
            SortLms(text, suffixes, lms, cancellationToken);
            Induce(text, suffixes, lms, buckets, cancellationToken);
        }
    }

    /// <summary>LMS positions in the order of the text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int[] FindLms<T>(ReadOnlySpan<T> text)
        where T : unmanaged, IBinaryInteger<T>
    {
        int count = 0;
        foreach (int _ in new LmsScan<T>(text))
            count++;
        int[] lms = new int[count];
        foreach (int position in new LmsScan<T>(text))
            lms[--count] = position;
        return lms;
    }

    /// <summary>Brings the LMS positions into the order of their suffixes, given a suffix array in the order of LMS substrings.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SortLms<T>(ReadOnlySpan<T> text, Span<int> suffixes, int[] lms, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryInteger<T>
    {
        // LMS positions are at least 2 apart, so half a position tells them apart.
        int[] numbers = new int[text.Length / 2 + 1];
        Array.Fill(numbers, Empty);
        for (int i = 0; i < lms.Length; i++)
        {
            Checkpoint.Pass(i, cancellationToken);
            numbers[lms[i] / 2] = i;
        }
        int[] names = new int[lms.Length];
        int name = Empty;
        int previous = Empty;
        for (int i = 0; i < suffixes.Length; i++)
        {
            Checkpoint.Pass(i, cancellationToken);
            int position = suffixes[i];
            int number = numbers[position / 2];
            if (number == Empty || lms[number] != position)
                continue;
            if (previous == Empty || !SameSubstring(text, lms, previous, number))
                name++;
            names[number] = name;
            previous = number;
        }
        // The suffix array is rebuilt afterwards, so its memory serves the shorter text.
        Span<int> order = suffixes[..lms.Length];
        if (name + 1 == lms.Length)
        {
            for (int i = 0; i < names.Length; i++)
            {
                Checkpoint.Pass(i, cancellationToken);
                order[names[i]] = i;
            }
        }
        else
        {
            Sort<int>(names, order, name + 1, cancellationToken);
        }
        int[] unsorted = (int[])lms.Clone();
        for (int i = 0; i < order.Length; i++)
        {
            Checkpoint.Pass(i, cancellationToken);
            lms[i] = unsorted[order[i]];
        }
    }

    private static bool SameSubstring<T>(ReadOnlySpan<T> text, int[] lms, int first, int second)
        where T : unmanaged, IBinaryInteger<T>
    {
        // Up to and with the next LMS position; the last substring ends with the text and equals no other.
        if (first == lms.Length - 1 || second == lms.Length - 1)
            return false;
        int length = lms[first + 1] - lms[first];
        return length == lms[second + 1] - lms[second]
            && text.Slice(lms[first], length + 1).SequenceEqual(text.Slice(lms[second], length + 1));
    }

    /// <summary>Orders all suffixes from LMS positions in order; from unordered ones, all by their LMS substrings.</summary>
    private static void Induce<T>(
        ReadOnlySpan<T> text, Span<int> suffixes, int[] lms, Buckets<T> buckets, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryInteger<T>
    {
        suffixes.Fill(Empty);
        int[] next = buckets.Ends();
        for (int i = lms.Length - 1; i >= 0; i--)
        {
            Checkpoint.Pass(i, cancellationToken);
            suffixes[--next[Symbol(text, lms[i])]] = lms[i];
        }
        InduceL(text, suffixes, buckets.Starts(), cancellationToken);
        InduceS(text, suffixes, buckets.Ends(), cancellationToken);
    }

    // The suffix before one of type L, or before an LMS suffix, is of type L if its symbol is not smaller.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void InduceL<T>(ReadOnlySpan<T> text, Span<int> suffixes, int[] next, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryInteger<T>
    {
        suffixes[next[Symbol(text, text.Length - 1)]++] = text.Length - 1;
        for (int i = 0; i < suffixes.Length; i++)
        {
            Checkpoint.Pass(i, cancellationToken);
            int position = suffixes[i] - 1;
            if (position < 0)
                continue;
            int symbol = Symbol(text, position);
            if (symbol >= Symbol(text, position + 1))
                suffixes[next[symbol]++] = position;
        }
    }

    // With an equal symbol the suffix before is of the same type, and what lies at or behind the fill mark is of type S.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void InduceS<T>(ReadOnlySpan<T> text, Span<int> suffixes, int[] next, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryInteger<T>
    {
        for (int i = suffixes.Length - 1; i >= 0; i--)
        {
            Checkpoint.Pass(i, cancellationToken);
            int position = suffixes[i] - 1;
            if (position < 0)
                continue;
            int symbol = Symbol(text, position);
            int following = Symbol(text, position + 1);
            if (symbol < following || (symbol == following && next[symbol] <= i))
                suffixes[--next[symbol]] = position;
        }
    }

    private static int Symbol<T>(ReadOnlySpan<T> text, int position)
        where T : unmanaged, IBinaryInteger<T> => int.CreateTruncating(text[position]);

    /// <summary>Where the suffixes that start with each symbol lie.</summary>
    private sealed class Buckets<T>
        where T : unmanaged, IBinaryInteger<T>
    {
        private readonly int[] _bounds;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public Buckets(ReadOnlySpan<T> text, int alphabetSize)
        {
            _bounds = new int[alphabetSize + 1];
            foreach (T symbol in text)
                _bounds[int.CreateTruncating(symbol) + 1]++;
            for (int i = 1; i < _bounds.Length; i++)
                _bounds[i] += _bounds[i - 1];
        }

        public int[] Starts() => _bounds[..^1];

        public int[] Ends() => _bounds[1..];
    }

    /// <summary>Enumerates the LMS positions from the end of the text to its start.</summary>
    private ref struct LmsScan<T>(ReadOnlySpan<T> text)
        where T : unmanaged, IBinaryInteger<T>
    {
        private readonly ReadOnlySpan<T> _text = text;
        private int _position = text.Length - 1;
        private bool _isS;

        public int Current { get; private set; }

        public readonly LmsScan<T> GetEnumerator() => this;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public bool MoveNext()
        {
            while (--_position >= 0)
            {
                T symbol = _text[_position];
                T following = _text[_position + 1];
                bool followingIsS = _isS;
                _isS = symbol < following || (symbol == following && followingIsS);
                if (followingIsS && !_isS)
                {
                    Current = _position + 1;
                    return true;
                }
            }
            return false;
        }
    }
}
