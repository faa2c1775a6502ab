using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Release.Publishing;
using Fota.Release.Store;
using Fota.Signing;

namespace Fota.Release.Packaging;

/// <summary>Puts image, patches and signatures together: all files of a package, in memory.</summary>
internal static class PackageBuilding
{
    internal static PackageContent Run(
        PackagingRequest request, FirmwareImage image, IReadOnlyList<MadePatch> patches, CancellationToken cancellationToken)
    {
        MadePatch[] offered = [.. patches.Where(patch => patch.Bytes.Length < image.Size.Bytes)];
        using PackageSigner? signer = request.Signer is null ? null : PackageSigner.Open(request);
        UpdateManifest manifest = Describe(request, image, offered, signer?.Description);
        var content = new PackageContent { Manifest = manifest };
        content.Add(PackageFiles.Image, image.Content);
        for (int i = 0; i < offered.Length; i++)
            content.Add(manifest.Patches[i].File, offered[i].Bytes);
        byte[] json = manifest.ToByteArray();
        if (signer is not null)
        {
            byte[] signature = signer.Sign(image.Digest, cancellationToken);
            content.Add(PackageFiles.Signature, signature);
            content.Add(PackageFiles.FullContainer, PackageContainers.Full(manifest, signer.Description.Algorithm, signature, image.Content));
            for (int i = 0; i < offered.Length; i++)
            {
                byte[] container = PackageContainers.Patch(
                    manifest, manifest.Patches[i], signer.Description.Algorithm, signature, offered[i].Bytes);
                content.Add(manifest.Patches[i].Container, container);
            }

            content.Add(PackageFiles.ManifestSignature, signer.Sign(Sha256Digest.Of(json), cancellationToken));
        }
        else
        {
            VerificationKey key = PackageSigner.LoadKeys(request.PublicKeyFiles)[0];
            SignatureAlgorithm algorithm = request.Algorithm ?? SignatureAlgorithms.Default(key.Kind);
            content.Add(PackageFiles.SigningRequest, PackageCompletion.Request(manifest, key, algorithm).ToJson());
        }

        content.Add(PackageFiles.Manifest, json);
        return content;
    }

    internal static ManifestBase Describe(ArchivedImage archived) =>
        new(archived.Kind, archived.Version, archived.Size, archived.Digest);

    private static UpdateManifest Describe(
        PackagingRequest request, FirmwareImage image, IReadOnlyList<MadePatch> offered, ManifestSignature? signature) => new()
        {
            Product = request.Product,
            Version = request.Version,
            Created = request.Created,
            SourceRevision = request.SourceRevision,
            Tool = request.Tool,
            Image = new ManifestImage(image.Size, image.Digest),
            Signature = signature,
            Patches = [.. offered.Select((patch, index) => Describe(patch, index == 0, request))],
        };

    private static ManifestPatch Describe(MadePatch patch, bool isNewest, PackagingRequest request) => new(
        PackageFiles.Patch(patch.Base.Version, isNewest),
        PackageFiles.Container(patch.Base.Version, isNewest),
        new ByteSize(patch.Bytes.Length),
        Sha256Digest.Of(patch.Bytes),
        request.PatchFormat,
        Describe(patch.Base));
}
