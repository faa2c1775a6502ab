using System.Text.Unicode;

namespace Fota.Release.Images.Formats;

/// <summary>Tells files that are no firmware images, and says what they look like.</summary>
public static class OtherContent
{
    /// <summary>How much of a text is looked at, bytes. No image has so many bytes without one that is no text: vector tables have zeros.</summary>
    private const int TextLooked = 4096;

    /// <summary>What a container of an update is called.</summary>
    public const string UpdateFile = "an update.fota file";

    /// <summary>What a file looks like, such as <c>a ZIP archive</c>; null where nothing speaks against an image.</summary>
    public static string? Of(ReadOnlySpan<byte> file)
    {
        if (Archive(file) is { } archive)
            return archive;
        if (file.StartsWith("FOTA"u8) && !file.StartsWith("FOTAINFO"u8))
            return UpdateFile;
        if (file.StartsWith("%PDF-"u8))
            return "a PDF document";
        if (file.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']))
            return "a picture";
        return IsText(file) ? Text(file.TrimStart(" \t\r\n"u8)) : null;
    }

    private static string? Archive(ReadOnlySpan<byte> file) =>
        file.StartsWith("PK\u0003\u0004"u8) ? "a ZIP archive"
        : file.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B, 8]) ? "a gzip file"
        : file.StartsWith((ReadOnlySpan<byte>)[0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0]) ? "an xz file"
        : file.StartsWith("BZh"u8) ? "a bzip2 file"
        : file.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]) ? "a zstd file"
        : file.StartsWith((ReadOnlySpan<byte>)[(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C]) ? "a 7-Zip archive"
        : file.StartsWith("!<arch>\n"u8) ? "a library (ar)"
        : file.Length > 262 && file[257..].StartsWith("ustar"u8) ? "a tar archive"
        : null;

    private static string Text(ReadOnlySpan<byte> text) =>
        text.StartsWith("-----BEGIN "u8) ? "a key or certificate (PEM)"
        : text is [(byte)'{' or (byte)'[', ..] ? "JSON"
        : text is [(byte)'<', ..] ? "HTML or XML"
        : text.StartsWith("#!"u8) ? "a script"
        : "a text";

    private static bool IsText(ReadOnlySpan<byte> file)
    {
        ReadOnlySpan<byte> start = file[..Math.Min(file.Length, TextLooked)];
        foreach (byte each in start)
        {
            if (each is < 0x20 and not ((byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'\f') or 0x7F)
                return false;
        }

        // A character may be cut where the look ends.
        for (int cut = 0; cut < 4 && cut < start.Length; cut++)
        {
            if (Utf8.IsValid(start[..^cut]))
                return true;
        }

        return false;
    }
}
