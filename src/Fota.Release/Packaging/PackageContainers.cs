using Fota.Release.Container;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Signing;

namespace Fota.Release.Packaging;

/// <summary>Makes the files for the device from what a package has.</summary>
internal static class PackageContainers
{
    internal static byte[] Full(UpdateManifest manifest, SignatureAlgorithm algorithm, byte[] signature, ReadOnlyMemory<byte> image) =>
        Make(manifest, null, algorithm, signature, image);

    internal static byte[] Patch(
        UpdateManifest manifest, ManifestPatch patch, SignatureAlgorithm algorithm, byte[] signature, ReadOnlyMemory<byte> bytes) =>
        Make(manifest, patch, algorithm, signature, bytes);

    /// <summary>The header that a package's container must have; <paramref name="patch"/> is null for the full image.</summary>
    internal static UpdateHeader Header(
        UpdateManifest manifest, ManifestPatch? patch, SignatureAlgorithm algorithm, int signatureLength, int payloadSize) => new()
        {
            PatchFormat = patch?.Format,
            Algorithm = algorithm,
            SignatureLength = signatureLength,
            Product = manifest.Product.Id,
            BaseSize = (uint)(patch?.Base.Size.Bytes ?? 0),
            BaseDigest = patch?.Base.Digest ?? default,
            NewSize = (uint)manifest.Image.Size.Bytes,
            NewDigest = manifest.Image.Digest,
            PayloadSize = (uint)payloadSize,
        };

    private static byte[] Make(
        UpdateManifest manifest, ManifestPatch? patch, SignatureAlgorithm algorithm, byte[] signature, ReadOnlyMemory<byte> payload)
    {
        UpdateHeader header = Header(manifest, patch, algorithm, signature.Length, payload.Length);
        return new UpdateContainer(header, signature, payload).ToByteArray();
    }
}
