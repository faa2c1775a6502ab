using Fota.Release.Container;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Signing;

namespace Fota.Release.Packaging;

/// <summary>
/// What of a package is signed: the image, for devices that verify an image; the header of each file for a device; the manifest. All
/// digests are known before the first signature, so that one request, and one session of a token, has them all.
/// </summary>
internal static class PackageSignatures
{
    /// <summary>The digests to sign.</summary>
    /// <param name="manifest">The manifest as it will be: with the signature's description.</param>
    /// <param name="key">The public key that it names.</param>
    internal static SigningRequest Request(UpdateManifest manifest, VerificationKey key)
    {
        byte[] json = manifest.ToByteArray();
        ManifestImage image = manifest.Image;
        return new SigningRequest(manifest.Product.Name, manifest.Version.ToString(), manifest.Signature!.Algorithm, key.KeyId,
        [
            new SigningRequestEntry(PackageFiles.Image, PackageFiles.Signature, image.Size.Bytes, image.Digest.ToString()),
            .. Headers(manifest, key).Select(Entry),
            new SigningRequestEntry(PackageFiles.Manifest, PackageFiles.ManifestSignature, json.Length, Sha256Digest.Of(json).ToString()),
        ]);
    }

    /// <summary>The headers of the files for devices: that of the full image, then those of the patches.</summary>
    internal static IEnumerable<(string Container, UpdateHeader Header)> Headers(UpdateManifest manifest, VerificationKey key) =>
    [
        (PackageFiles.FullContainer, Header(manifest, null, key)),
        .. manifest.Patches.Select(patch => (patch.Container, Header(manifest, patch, key))),
    ];

    /// <summary>Puts a signed package together, in the order in which its files are put in place.</summary>
    /// <param name="manifest">The manifest, with the signature's description.</param>
    /// <param name="key">The public key that it names.</param>
    /// <param name="signatures">The signatures of the request, by the names of their files.</param>
    /// <param name="image">The image.</param>
    /// <param name="patches">The patches, in the manifest's order.</param>
    internal static PackageContent Content(
        UpdateManifest manifest,
        VerificationKey key,
        IReadOnlyDictionary<string, byte[]> signatures,
        ReadOnlyMemory<byte> image,
        IReadOnlyList<byte[]> patches)
    {
        var content = new PackageContent { Manifest = manifest };
        content.Add(PackageFiles.Image, image);
        for (int i = 0; i < patches.Count; i++)
            content.Add(manifest.Patches[i].File, patches[i]);
        content.Add(PackageFiles.Signature, signatures[PackageFiles.Signature]);
        int next = 0;
        foreach ((string container, UpdateHeader header) in Headers(manifest, key))
        {
            byte[] signature = FixedSizeSignature.From(header.Algorithm, signatures[PackageFiles.HeaderSignature(container)]);
            ReadOnlyMemory<byte> payload = next == 0 ? image : manifest.Patches[next - 1].PayloadOf(patches[next - 1]);
            content.Add(container, new UpdateContainer(header, signature, payload).ToByteArray());
            next++;
        }

        content.Add(PackageFiles.ManifestSignature, signatures[PackageFiles.ManifestSignature]);
        content.Add(PackageFiles.Manifest, manifest.ToByteArray());
        return content;
    }

    private static SigningRequestEntry Entry((string Container, UpdateHeader Header) of) => new(
        PackageFiles.Header(of.Container), PackageFiles.HeaderSignature(of.Container), UpdateHeader.Size, of.Header.SignedDigest.ToString());

    /// <summary>The header that a file for devices must have; <paramref name="patch"/> is null for the full image.</summary>
    private static UpdateHeader Header(UpdateManifest manifest, ManifestPatch? patch, VerificationKey key) => new()
    {
        Product = manifest.Product.Id,
        Version = manifest.Version.Numbers,
        SecurityCounter = manifest.SecurityCounter,
        Algorithm = manifest.Signature!.Algorithm,
        SignatureLength = FixedSizeSignature.LengthOf(key),
        KeyId = key.KeyId[..UpdateHeader.KeyIdDigits],
        PatchFormat = patch?.Format,
        DecoderMemory = (uint)(patch?.DecoderMemory.Bytes ?? 0),
        BaseSize = (uint)(patch?.Base.Size.Bytes ?? 0),
        BaseDigest = patch?.Base.Digest ?? default,
        NewSize = (uint)manifest.Image.Size.Bytes,
        NewDigest = manifest.Image.Digest,
        Plan = patch?.InPlace is { } inPlace ? PlanFields.Of(inPlace.Region, inPlace.PlanBytes.Length) : null,
        PayloadSize = (uint)(patch?.PayloadSize ?? manifest.Image.Size).Bytes,
        PayloadDigest = patch?.PayloadDigest ?? manifest.Image.Digest,
    };
}
