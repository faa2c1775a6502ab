using Fota.Release.Images;
using Fota.Release.Store;

namespace Fota.Release.Bases;

/// <summary>One kind of place that releases of a product are read from beside the archive. Nothing is ever written there.</summary>
internal interface IBaseSource
{
    /// <summary>The versions that the project names there, in any order.</summary>
    IReadOnlyList<FirmwareVersion> Versions { get; }

    /// <summary>The place of a version, for people.</summary>
    string PlaceOf(FirmwareVersion version);

    /// <summary>The SHA-256 that the project pins for a version. Reads no image.</summary>
    Sha256Digest DigestOf(FirmwareVersion version);

    /// <summary>Reads the image of a version and proves that it is the one that is pinned.</summary>
    /// <exception cref="Errors.FotaException">It is not there, or is another one.</exception>
    (ArchivedImage Description, byte[] Image) Read(FirmwareVersion version);
}
