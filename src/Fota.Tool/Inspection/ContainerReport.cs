using Fota.Release.Container;
using Fota.Release.Images;
using Fota.Signing;
using Fota.Tool.CommandLine;
using Spectre.Console;

namespace Fota.Tool.Inspection;

/// <summary>What an <c>update.fota</c> file is.</summary>
/// <param name="Kind">Always <c>container</c>.</param>
/// <param name="ProductId">16 hexadecimal digits.</param>
/// <param name="Algorithm">The algorithm of the signature.</param>
/// <param name="SignatureSize">Bytes of the signature.</param>
/// <param name="Base">The image that it applies to; null for a full image.</param>
/// <param name="New">The image that results.</param>
/// <param name="Patch">The patch in it; null for a full image.</param>
internal sealed record ContainerReport(
    string Kind, string ProductId, string Algorithm, int SignatureSize, ImageReference? Base, ImageReference New, PatchReport? Patch)
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="Fota.Errors.FotaException">It is damaged.</exception>
    public static ContainerReport Of(ReadOnlyMemory<byte> file, bool withOperations)
    {
        UpdateContainer container = UpdateContainer.Read(file);
        UpdateHeader header = container.Header;
        bool isPatch = header.Format == PayloadFormat.JojoDiff;
        return new ContainerReport(
            "container",
            header.Product.ToString()!,
            header.Algorithm.Name(),
            header.SignatureLength,
            isPatch ? new ImageReference(header.BaseSize, header.BaseDigest.ToString()) : null,
            new ImageReference(header.NewSize, header.NewDigest.ToString()),
            isPatch ? PatchReport.Of(container.Payload.Span, withOperations) : null);
    }

    /// <summary>Draws the header and, for a patch, its operations.</summary>
    public void Draw(IAnsiConsole console)
    {
        console.MarkupLineInterpolated($"[bold]update.fota[/] for product id {ProductId}, signed with {Algorithm} ({SignatureSize} bytes)");
        if (Base is not null)
            console.MarkupLineInterpolated($"  applies to {Base.Sha256} ({Base.Size:N0} bytes)");
        console.MarkupLineInterpolated($"  gives      {New.Sha256} ({New.Size:N0} bytes)");
        if (Patch is null)
            console.MarkupLine("  carries the full image");
        else
            Patch.Draw(console);
    }
}

/// <summary>An image by size in bytes and digest.</summary>
internal sealed record ImageReference(long Size, string Sha256);
