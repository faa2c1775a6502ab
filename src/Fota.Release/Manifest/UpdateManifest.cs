using Fota.Release.Container;
using Fota.Release.Images;

namespace Fota.Release.Manifest;

/// <summary>
/// The manifest <c>update.json</c>: what a server publishes and CI reads (docs/schema/update-1.json). A full update is the fallback where
/// no patch fits.
/// </summary>
public sealed record UpdateManifest
{
    /// <summary>The version of the schema.</summary>
    public const int SchemaVersion = 1;

    /// <summary>The product.</summary>
    public required Product Product { get; init; }

    /// <summary>The version of the new image.</summary>
    public required FirmwareVersion Version { get; init; }

    /// <summary>The security counter of the new image: a device takes no image with a lower one than it runs.</summary>
    public uint SecurityCounter { get; init; }

    /// <summary>When it was made, as SOURCE_DATE_EPOCH says; null where that is not set, so that the same inputs give the same bytes.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>The source revision; null where unknown.</summary>
    public string? SourceRevision { get; init; }

    /// <summary>The version of Fota.Build that made the package.</summary>
    public required string Tool { get; init; }

    /// <summary>The full image.</summary>
    public required ManifestImage Image { get; init; }

    /// <summary>How it is signed; null while the package is incomplete, waiting for its signatures.</summary>
    public ManifestSignature? Signature { get; init; }

    /// <summary>Whether image and manifest are signed. A package that is not must not be published.</summary>
    public bool IsComplete => Signature is not null;

    /// <summary>The patches, that from the newest base first.</summary>
    public required IReadOnlyList<ManifestPatch> Patches { get; init; }

    /// <summary>The size of the file that a device downloads for a patch, or for the full image; without a signature while there is none.</summary>
    public ByteSize DownloadOf(ManifestPatch? patch) => DownloadOf(patch, Signature?.Size ?? default);

    /// <summary>The same with a signature of this size.</summary>
    internal ByteSize DownloadOf(ManifestPatch? patch, ByteSize signature) =>
        new(UpdateHeader.Size + signature.Bytes + (patch?.PayloadSize ?? Image.Size).Bytes);

    /// <summary>The bytes of the file: the same for the same manifest.</summary>
    public byte[] ToByteArray() => ManifestWriter.Write(this);

    /// <summary>Reads a manifest and refuses whatever <see cref="ToByteArray"/> would not have written.</summary>
    /// <exception cref="Fota.Errors.FotaException">It is malformed (FOTA3050), of an unknown schema (FOTA3051), has a wrong field
    /// (FOTA3052), contradicts itself (FOTA3053) or names a file that it may not (FOTA3054).</exception>
    public static UpdateManifest Read(ReadOnlyMemory<byte> file) => ManifestReader.Read(file);
}
