using System.Text;

namespace Fota.Tool.CommandLine;

/// <summary>
/// Writes boxes, bars and bullets in ASCII, one character for one, for a locale whose character set is not UTF-8. What a user named
/// (a file, a product) stays as it is.
/// </summary>
internal sealed class AsciiWriter(TextWriter inner) : TextWriter
{
    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <summary>The writer itself where the locale takes it as it is, else one in front of it.</summary>
    public static TextWriter For(TextWriter writer) => LocaleIsUtf8() ? writer : new AsciiWriter(writer);

    /// <inheritdoc/>
    public override void Write(char value) => inner.Write(InAscii(value));

    /// <inheritdoc/>
    public override void Write(string? value) => inner.Write(InAscii(value));

    // Whole, so that lines of two threads do not mix.
    /// <inheritdoc/>
    public override void WriteLine(string? value) => inner.WriteLine(InAscii(value));

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();

    private static string InAscii(string? text) => string.Concat((text ?? "").Select(InAscii));

    private static char InAscii(char value) => value switch
    {
        '─' or '━' => '-',
        '│' or '┃' => '|',
        '╭' or '╮' or '╰' or '╯' or '├' or '┤' or '┬' or '┴' or '┼' => '+',
        '•' or '●' => '*',
        '█' => '#',
        '…' => '.',
        '→' => '>',
        _ => value,
    };

    // POSIX: the first of these that is set and not empty names the locale, and its part after the point the character set. Where none
    // is set, as in many containers, nothing is known, and what the runtime assumes (UTF-8) holds.
    private static bool LocaleIsUtf8()
    {
        if (OperatingSystem.IsWindows())
            return Console.OutputEncoding.CodePage == Encoding.UTF8.CodePage;
        string? locale = ((string[])["LC_ALL", "LC_CTYPE", "LANG"]).Select(Environment.GetEnvironmentVariable).FirstOrDefault(each => !string.IsNullOrEmpty(each));
        return locale is null
            || locale.Contains("utf-8", StringComparison.OrdinalIgnoreCase) || locale.Contains("utf8", StringComparison.OrdinalIgnoreCase);
    }
}
