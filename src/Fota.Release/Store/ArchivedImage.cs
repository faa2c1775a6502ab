using Fota.Release.Images;

namespace Fota.Release.Store;

/// <summary>What the archive knows of an image. The bytes come from <see cref="BaseArchive.ReadImage"/>.</summary>
public sealed record ArchivedImage
{
    /// <summary>Describes a release that lies elsewhere than in the archive.</summary>
    internal static ArchivedImage Elsewhere(Product product, FirmwareVersion version, FirmwareImage image, string? sourceRevision = null) => new()
    {
        Product = product,
        Version = version,
        Kind = BaseKind.Release,
        Size = image.Size,
        Digest = image.Digest,
        Added = DateTimeOffset.UnixEpoch,
        SourceRevision = sourceRevision,
    };

    /// <summary>The product.</summary>
    public required Product Product { get; init; }

    /// <summary>The version.</summary>
    public required FirmwareVersion Version { get; init; }

    /// <summary>Why the archive holds the image.</summary>
    public required BaseKind Kind { get; init; }

    /// <summary>The size of the image.</summary>
    public required ByteSize Size { get; init; }

    /// <summary>The SHA-256 of the image.</summary>
    public required Sha256Digest Digest { get; init; }

    /// <summary>When it was archived, in UTC and whole seconds. For people: nothing is decided by it.</summary>
    public required DateTimeOffset Added { get; init; }

    /// <summary>The source revision that it was built from; null where unknown.</summary>
    public string? SourceRevision { get; init; }

    /// <summary>The signature over the image; null for builds, and for releases that were added without one.</summary>
    public ImageSignature? Signature { get; init; }
}
