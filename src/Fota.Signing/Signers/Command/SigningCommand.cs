using System.Text;
using Fota.Errors;

namespace Fota.Signing;

/// <summary>A program and its arguments.</summary>
/// <param name="Program">A name that is looked up on PATH, or a path.</param>
/// <param name="Arguments">The arguments, passed on as they are.</param>
public sealed record SigningCommand(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>
    /// Splits a command line at its blanks. A part in double quotes keeps its blanks, and two double quotes within it stand for one.
    /// Nothing else has a meaning: no shell sees the line, so there are no variables, wildcards, pipes or escapes, and backslashes in
    /// Windows paths stay what they are. This is the one place that knows these rules; docs/keys.md repeats them.
    /// </summary>
    /// <exception cref="FotaException">The line is empty or a quote is not closed.</exception>
    public static SigningCommand Parse(string commandLine)
    {
        ArgumentNullException.ThrowIfNull(commandLine);
        List<string> parts = [];
        StringBuilder part = new();
        bool quoted = false;
        bool started = false;
        for (int i = 0; i < commandLine.Length; i++)
        {
            char c = commandLine[i];
            if (c == '"')
            {
                bool escaped = quoted && i + 1 < commandLine.Length && commandLine[i + 1] == '"';
                if (escaped)
                    part.Append(commandLine[i++]);
                else
                    quoted = !quoted;
                started = true;
            }
            else if (quoted || !char.IsWhiteSpace(c))
            {
                part.Append(c);
                started = true;
            }
            else if (started)
            {
                parts.Add(part.ToString());
                part.Clear();
                started = false;
            }
        }

        if (quoted)
            throw Invalid("a double quote is not closed");
        if (started)
            parts.Add(part.ToString());
        if (parts.Count == 0 || parts[0].Length == 0)
            throw Invalid("it names no program");
        return new SigningCommand(parts[0], parts[1..]);
    }

    private static FotaException Invalid(string why) => new(
        SigningErrors.CommandInvalid,
        $"The signing command cannot be understood: {why}.",
        "Write the program and its arguments separated by blanks; put a path with blanks in double quotes.");
}
