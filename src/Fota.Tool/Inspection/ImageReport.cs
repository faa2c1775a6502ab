using Fota.Release.Images;
using Spectre.Console;

namespace Fota.Tool.Inspection;

/// <summary>What a firmware image says of itself.</summary>
/// <param name="Kind">Always <c>image</c>.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Digest.</param>
/// <param name="ProductId">From its image info record.</param>
/// <param name="Version">From its image info record, as a device compares it.</param>
/// <param name="SecurityCounter">From its image info record.</param>
internal sealed record ImageReport(string Kind, long Size, string Sha256, string ProductId, string Version, uint SecurityCounter)
{
    /// <summary>Reads the record; null where the bytes have none, and so are no image of this kind.</summary>
    public static ImageReport? Of(ReadOnlySpan<byte> content) => ImageInfoRecord.Find(content) is { } record
        ? new ImageReport("image", content.Length, Sha256Digest.Of(content).ToString(), record.Product.ToString()!, record.Version.ToString()!, record.SecurityCounter)
        : null;

    /// <summary>Draws it.</summary>
    public void Draw(IAnsiConsole console)
    {
        console.MarkupLineInterpolated($"[bold]Firmware image[/] of {Size:N0} bytes, version {Version}, security counter {SecurityCounter}, product id {ProductId}");
        console.MarkupLineInterpolated($"  {Sha256}");
    }
}
