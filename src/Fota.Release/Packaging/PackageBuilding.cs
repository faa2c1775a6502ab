using Fota.Delta;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Release.Planning;
using Fota.Release.Store;
using Fota.Signing;

namespace Fota.Release.Packaging;

/// <summary>Puts image, patches and signatures together: all files of a package, in memory.</summary>
internal static class PackageBuilding
{
    internal static PackageContent Run(
        PackagingRequest request, FirmwareImage image, IReadOnlyList<MadePatch> patches, CancellationToken cancellationToken)
    {
        MadePatch[] offered = [.. Offered(image, patches)];
        return request.Signer is null ? Unsigned(request, image, offered) : Signed(request, image, offered, cancellationToken);
    }

    private static PackageContent Signed(
        PackagingRequest request, FirmwareImage image, MadePatch[] offered, CancellationToken cancellationToken)
    {
        using PackageSigner signer = PackageSigner.Open(request);
        UpdateManifest manifest = Describe(request, image, offered, signer.Description);
        IReadOnlyDictionary<string, byte[]> signatures = signer.Sign(PackageSignatures.Request(manifest, signer.PublicKey), cancellationToken);
        return PackageSignatures.Content(
            manifest, signer.PublicKey, signatures, image.Content, [.. offered.Select(patch => patch.Bytes)]);
    }

    private static PackageContent Unsigned(PackagingRequest request, FirmwareImage image, MadePatch[] offered)
    {
        UpdateManifest manifest = Describe(request, image, offered, null);
        var content = new PackageContent { Manifest = manifest };
        content.Add(PackageFiles.Image, image.Content);
        for (int i = 0; i < offered.Length; i++)
            content.Add(manifest.Patches[i].File, offered[i].Bytes);
        VerificationKey key = PackageSigner.LoadKeys(request.PublicKeyFiles)[0];
        var signature = ManifestSignature.Of(request.Algorithm ?? SignatureAlgorithms.Default(key.Kind), key);
        content.Add(PackageFiles.SigningRequest, PackageSignatures.Request(manifest with { Signature = signature }, key).ToJson());
        content.Add(PackageFiles.Manifest, manifest.ToByteArray());
        return content;
    }

    private static IEnumerable<MadePatch> Offered(FirmwareImage image, IReadOnlyList<MadePatch> patches) =>
        patches.Where(patch => patch.PayloadSize < image.Size);

    internal static ManifestBase Describe(ArchivedImage archived) =>
        new(archived.Kind, archived.Version, archived.Size, archived.Digest);

    /// <summary>Describes a package. A patch that is not smaller than the image is not offered.</summary>
    internal static UpdateManifest Describe(
        PackagingRequest request, FirmwareImage image, IReadOnlyList<MadePatch> patches, ManifestSignature? signature) => new()
        {
            Product = request.Product,
            Version = request.Version,
            SecurityCounter = request.SecurityCounter,
            Created = request.Created,
            SourceRevision = request.SourceRevision,
            Tool = request.Tool,
            Image = new ManifestImage(image.Size, image.Digest),
            Signature = signature,
            Patches = Describe([.. Offered(image, patches)]),
        };

    private static ManifestPatch[] Describe(MadePatch[] offered) => [.. offered.Select(patch => Describe(
        patch, new PatchFileNames(patch.Base.Version, patch.Base == offered[0].Base, patch.Format == offered[0].Format ? null : patch.Format)))];

    private static ManifestPatch Describe(MadePatch patch, PatchFileNames names) => new(
        names.Patch,
        names.Container,
        new ByteSize(patch.Bytes.Length),
        Sha256Digest.Of(patch.Bytes),
        patch.Format,
        Describe(patch.Base))
    {
        DecoderMemory = new(PatchStatistics.Of(patch.Bytes, patch.Format).DecoderMemory),
        InPlace = patch.Plan is { } plan ? ManifestInPlace.Of(plan, patch.Bytes) : null,
    };
}
