using Fota.Delta;
using Fota.Delta.InPlace;
using Fota.Errors;
using Fota.Release.Images;

namespace Fota.Release.Container;

/// <summary>An <c>update.fota</c> file, what a device downloads: header, signature over the header, payload (docs/format.md).</summary>
/// <param name="Header">The header.</param>
/// <param name="Signature">The signature over the header, in the form of <see cref="Signing.FixedSizeSignature"/>.</param>
/// <param name="Payload">The full image, or the patch that makes it from the base, behind its plan if it has one.</param>
public sealed record UpdateContainer(UpdateHeader Header, ReadOnlyMemory<byte> Signature, ReadOnlyMemory<byte> Payload)
{
    /// <summary>The payload without its plan: the full image, or the patch.</summary>
    public ReadOnlyMemory<byte> Body => Payload[(Header.Plan?.Size ?? 0)..];

    /// <summary>The plan by which a device with one slot applies the patch; null where there is none.</summary>
    /// <exception cref="FotaException">The payload does not begin with a plan for this image and region (FOTA1022).</exception>
    public InPlacePlan? Plan() =>
        Header.Plan is { } plan ? InPlacePlan.Read(Payload.Span[..plan.Size], plan.Region, Header.NewSize) : null;

    /// <summary>The bytes of the file.</summary>
    /// <exception cref="ArgumentException">The header states other lengths than signature and payload have.</exception>
    public byte[] ToByteArray()
    {
        if (Header.SignatureLength != Signature.Length || Header.PayloadSize != Payload.Length)
            throw new ArgumentException("The header states other lengths than signature and payload have.");
        return [.. Header.ToByteArray(), .. Signature.Span, .. Payload.Span];
    }

    /// <summary>Reads a file and refuses whatever its header does not announce. Who signed the header is not looked at.</summary>
    /// <exception cref="FotaException">It is damaged (FOTA3060) or of an unknown format (FOTA3061).</exception>
    public static UpdateContainer Read(ReadOnlyMemory<byte> file)
    {
        UpdateHeader header = UpdateHeader.Read(file.Span);
        if (file.Length != header.FileSize)
            throw Damaged($"it has {new ByteSize(file.Length)}, its header announces {new ByteSize(header.FileSize)}");
        ReadOnlyMemory<byte> signature = file.Slice(UpdateHeader.Size, header.SignatureLength);
        ReadOnlyMemory<byte> payload = file[(UpdateHeader.Size + header.SignatureLength)..];
        if (Sha256Digest.Of(payload.Span) != header.PayloadDigest)
            throw Damaged("its payload is not the one that the header announces");
        var container = new UpdateContainer(header, signature, payload);
        try
        {
            container.Plan();
        }
        catch (PatchException e)
        {
            throw Damaged(e.Reason);
        }

        return container;
    }

    internal static FotaException Damaged(string what) => new(
        ReleaseErrors.ContainerDamaged,
        $"The update file is damaged: {what}.",
        "Take the file again from the build's update folder, or build again.");

    internal static FotaException Unknown(string what) => new(
        ReleaseErrors.ContainerUnknown,
        $"The update file has a format that this tool does not know: {what}.",
        "Use the version of Fota.Build that wrote the file, or a newer one.");
}
