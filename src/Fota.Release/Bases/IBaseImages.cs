using Fota.Release.Images;
using Fota.Release.Manifest;

namespace Fota.Release.Bases;

/// <summary>Where the image that a patch starts from can be read, wherever it lies.</summary>
public interface IBaseImages
{
    /// <summary>Reads a base by what a manifest says of it; null where there is none with its SHA-256.</summary>
    /// <exception cref="Errors.FotaException">It is there and damaged, or cannot be read.</exception>
    byte[]? Find(Product product, ManifestBase wanted);
}
