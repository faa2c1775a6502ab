using System.Text;

namespace Fota.Build;

/// <summary>The dependency files of C compilers (<c>-MMD</c>): one make rule that names all that a source includes.</summary>
public static class DependencyFile
{
    /// <summary>The prerequisites of the first rule in the text, in order.</summary>
    public static IReadOnlyList<string> Prerequisites(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var names = new List<string>();
        var name = new StringBuilder();
        bool afterTarget = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            char next = i + 1 < text.Length ? text[i + 1] : '\0';
            if (c == '\\' && next is '\n' or '\r')
            {
                continue; // the line goes on; its end separates names
            }
            else if (c == '\\' && next is ' ' or '#')
            {
                name.Append(next);
                i++;
            }
            else if (c == '$' && next == '$')
            {
                name.Append('$');
                i++;
            }
            else if (!afterTarget && c == ':' && EndsTarget(text, i))
            {
                afterTarget = true;
                name.Clear();
            }
            else if (char.IsWhiteSpace(c))
            {
                EndName(names, name, afterTarget);
                if (c == '\n' && !ContinuedBefore(text, i) && afterTarget)
                    return names;
            }
            else
            {
                name.Append(c);
            }
        }

        EndName(names, name, afterTarget);
        return names;
    }

    // A colon that neither a blank nor a line's end follows belongs to a drive: C:\obj\main.o.
    private static bool EndsTarget(string text, int colon)
    {
        ReadOnlySpan<char> rest = text.AsSpan(colon + 1);
        return rest.IsEmpty || char.IsWhiteSpace(rest[0]) || rest.StartsWith("\\\n") || rest.StartsWith("\\\r");
    }

    private static void EndName(List<string> names, StringBuilder name, bool afterTarget)
    {
        if (name.Length > 0 && afterTarget)
            names.Add(name.ToString());
        name.Clear();
    }

    private static bool ContinuedBefore(string text, int lineEnd)
    {
        int before = lineEnd - 1;
        if (before >= 0 && text[before] == '\r')
            before--;
        return before >= 0 && text[before] == '\\';
    }
}
