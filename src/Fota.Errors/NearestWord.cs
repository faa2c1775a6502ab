namespace Fota.Errors;

/// <summary>Finds what a mistyped word was probably meant to be.</summary>
public static class NearestWord
{
    /// <summary>The known word with the least edits, if these are at most a third of the word.</summary>
    public static string? Of(string typed, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(typed);
        int limit = Math.Max(1, typed.Length / 3);
        return known.Select(word => (word, distance: Distance(typed, word)))
            .Where(each => each.distance <= limit)
            .OrderBy(each => each.distance)
            .ThenBy(each => each.word, StringComparer.Ordinal)
            .Select(each => each.word)
            .FirstOrDefault();
    }

    /// <summary>Edits between two words: insert, delete, replace, and swap of two neighbours (optimal string alignment).</summary>
    public static int Distance(string from, string to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        var rows = new int[from.Length + 1, to.Length + 1];
        for (int i = 0; i <= from.Length; i++)
            rows[i, 0] = i;
        for (int j = 0; j <= to.Length; j++)
            rows[0, j] = j;
        for (int i = 1; i <= from.Length; i++)
        {
            for (int j = 1; j <= to.Length; j++)
            {
                int replace = rows[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                int best = Math.Min(replace, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                    best = Math.Min(best, rows[i - 2, j - 2] + 1);
                rows[i, j] = best;
            }
        }

        return rows[from.Length, to.Length];
    }
}
