using Fota.Release.Container;
using Fota.Release.Images;
using Fota.Signing;
using Fota.Tool.CommandLine;
using Spectre.Console;

namespace Fota.Tool.Inspection;

/// <summary>What an <c>update.fota</c> file is.</summary>
/// <param name="Kind">Always <c>container</c>.</param>
/// <param name="Size">Bytes of the file: header, signature, and what it carries.</param>
/// <param name="ProductId">16 hexadecimal digits.</param>
/// <param name="Version">The version of the image that results, as a device compares it.</param>
/// <param name="SecurityCounter">The security counter of the image that results.</param>
/// <param name="Algorithm">The algorithm of the signature.</param>
/// <param name="KeyId">The first 16 hexadecimal digits of the signing key's id. The signature itself is not checked.</param>
/// <param name="SignatureSize">Bytes of the signature.</param>
/// <param name="Base">The image that it applies to; null for a full image.</param>
/// <param name="New">The image that results.</param>
/// <param name="InPlace">How devices with one slot apply the patch; null where there is no plan for that.</param>
/// <param name="Patch">The patch in it; null for a full image.</param>
internal sealed record ContainerReport(
    string Kind,
    long Size,
    string ProductId,
    string Version,
    uint SecurityCounter,
    string Algorithm,
    string KeyId,
    int SignatureSize,
    ImageReference? Base,
    ImageReference New,
    PlanReport? InPlace,
    PatchReport? Patch)
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="Fota.Errors.FotaException">It is damaged.</exception>
    public static ContainerReport Of(ReadOnlyMemory<byte> file, bool withOperations)
    {
        UpdateContainer container = UpdateContainer.Read(file);
        UpdateHeader header = container.Header;
        bool isPatch = header.Format != PayloadFormat.FullImage;
        return new ContainerReport(
            "container",
            header.FileSize,
            header.Product.ToString()!,
            header.Version.ToString(),
            header.SecurityCounter,
            header.Algorithm.Name(),
            header.KeyId,
            header.SignatureLength,
            isPatch ? new ImageReference(header.BaseSize, header.BaseDigest.ToString()) : null,
            new ImageReference(header.NewSize, header.NewDigest.ToString()),
            container.Plan() is { } plan ? PlanReport.Of(plan) : null,
            isPatch ? PatchReport.Of(container.Body.Span, withOperations) : null);
    }

    /// <summary>Draws the header and, for a patch, its operations.</summary>
    public void Draw(IAnsiConsole console)
    {
        console.MarkupLineInterpolated($"[bold]update.fota[/] of {Size:N0} bytes for product id {ProductId}, version {Version}, security counter {SecurityCounter}");
        console.MarkupLineInterpolated($"  signed with {Algorithm} by key {KeyId}... ({SignatureSize} bytes; fota verify checks them)");
        if (Base is not null)
            console.MarkupLineInterpolated($"  applies to {Base.Sha256} ({Base.Size:N0} bytes)");
        console.MarkupLineInterpolated($"  gives      {New.Sha256} ({New.Size:N0} bytes)");
        InPlace?.Draw(console);
        if (Patch is null)
            console.MarkupLine("  carries the full image");
        else
            Patch.Draw(console);
    }
}

/// <summary>An image by size in bytes and digest.</summary>
internal sealed record ImageReference(long Size, string Sha256);
