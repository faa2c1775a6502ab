using Fota.Delta;
using Fota.Errors;
using Fota.Release.Images;
using Fota.Release.Images.Formats;

namespace Fota.Tool.CommandLine;

/// <summary>
/// Reads patches, and refuses files that are none. JojoDiff has no mark of its own, and any file is one by its letter: an image
/// given by mistake would be applied as a patch that says everything anew.
/// </summary>
internal static class PatchInput
{
    /// <summary>No patch has so few bytes of operations: each of an image's is a literal but for what looks like an escape by chance.</summary>
    private const double LiteralShare = 0.99;

    /// <summary>Reads a patch.</summary>
    /// <exception cref="FotaException">It cannot be read, or is of another kind (FOTA7009).</exception>
    public static byte[] Read(string path)
    {
        byte[] content = InputFile.Read(path);
        if (OtherKind(content) is not { } kind)
            return content;
        string advice = kind == OtherContent.UpdateFile
            ? "Give the patch that is in it, update.diff of the same folder; 'fota emulate' installs an update.fota."
            : "Name the patch, such as update.diff; 'fota inspect' says what a file is.";
        throw new FotaException(ToolErrors.NoPatch, $"'{path}' is no patch, but {kind}.", advice);
    }

    private static string? OtherKind(ReadOnlySpan<byte> content)
    {
        ImageFormat format = ImageFormats.Of(content);
        if (format != ImageFormat.Binary)
            return $"an image ({format.Name()})";
        if (OtherContent.Of(content) is { } other && !other.StartsWith("a text", StringComparison.Ordinal))
            return other;
        return PatchFormats.Of(content) != PatchFormat.Compact && VectorTable.IsAtStartOf(content) && IsLiteral(content)
            ? "a firmware image: it begins with a vector table"
            : null;
    }

    private static bool IsLiteral(ReadOnlySpan<byte> patch)
    {
        try
        {
            long literal = PatchStatistics.Of(patch).Totals.Where(each => each.Operation is "MOD" or "INS").Sum(each => each.Length);
            return literal >= LiteralShare * patch.Length;
        }
        catch (PatchException)
        {
            return true;
        }
    }
}
