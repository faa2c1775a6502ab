namespace Fota.Tool.Explain;

/// <summary>How much of a list kept its order: the length of its longest increasing subsequence (patience sorting).</summary>
internal static class LongestIncreasingRun
{
    public static int LengthIn(ReadOnlySpan<int> values)
    {
        var tails = new List<int>();
        foreach (int value in values)
        {
            int at = tails.BinarySearch(value);
            at = at < 0 ? ~at : at;
            if (at == tails.Count)
                tails.Add(value);
            else
                tails[at] = value;
        }

        return tails.Count;
    }
}
