using Fota.Release.Images;

namespace Fota.Tool.Commands;

/// <summary>A file as commands print it: <paramref name="Size"/> in bytes, digest in hexadecimal.</summary>
internal sealed record FileSummary(string File, long Size, string Sha256)
{
    public static FileSummary Of(string file, ReadOnlySpan<byte> content) => new(file, content.Length, Sha256Digest.Of(content).ToString());
}
