using Fota.Errors;
using Fota.Release.Files;
using Fota.Release.Images;
using Fota.Signing;

namespace Fota.Release.Store;

/// <summary>
/// Reads all of an archive and notes each fault instead of stopping at the first: every file, every image by its SHA-256, its info
/// record and, with public keys, its signature; and whatever lies there that does not belong.
/// </summary>
internal sealed class ArchiveVerification(IReadOnlyList<VerificationKey> keys)
{
    private const string PutAside = "Remove it, or move it elsewhere; what the archive holds is added with fota bases add.";

    private readonly List<Diagnostic> _faults = [];
    private readonly List<ArchivedImage> _unproven = [];

    internal ArchiveReport Run(string root, IEnumerable<ProductFolder> folders, CancellationToken cancellationToken)
    {
        foreach (string file in BaseArchive.ForeignFiles(root))
            Damaged(file, "It does not belong to the archive.", PutAside);
        foreach (ProductFolder folder in folders)
            CheckFolder(folder, cancellationToken);
        return new ArchiveReport(_faults, _unproven);
    }

    private void CheckFolder(ProductFolder folder, CancellationToken cancellationToken)
    {
        string[] releases = [.. folder.ReleaseFiles()];
        string[] builds = [.. folder.BuildFiles()];
        // A folder with nothing in it is what a process left that was killed while it made the folder.
        if (!File.Exists(folder.ProductFile) && releases.Length + builds.Length == 0)
            return;
        Product? product = Check(folder.ProductFile, ArchiveJson.ReadProductFile);
        if (product is not null && Path.GetFileName(folder.Root) != ProductFolder.NameOf(product))
        {
            Damaged(
                folder.Root,
                $"The folder is not that of {product}, which its product.json names; the archive looks for that in {ProductFolder.NameOf(product)}.",
                "Remove it if it is a copy, or rename it if it is the only one.");
        }

        foreach (string file in folder.ForeignFiles())
            Damaged(file, "It does not belong to the archive.", PutAside);
        foreach (string file in releases)
            CheckImage(folder, product, file, Check(file, ArchiveJson.ReadRelease), cancellationToken);
        foreach (string file in builds)
        {
            ArchivedBuild? build = Check(file, ArchiveJson.ReadBuild);
            CheckImage(folder, product, file, build?.Current, cancellationToken);
            CheckImage(folder, product, file, build?.Previous, cancellationToken);
        }
    }

    private void CheckImage(ProductFolder folder, Product? product, string file, ArchivedImage? image, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (image is null)
            return;
        if (product is not null && image.Product != product)
        {
            Damaged(
                file,
                $"It belongs to the product {image.Product}, its folder to {product}.",
                "Move the release to the folder of its product, or remove it and add its image again.");
        }

        Check(file, _ =>
        {
            byte[] bytes = folder.ReadImage(image);
            ImageInfoCheck.Require(new FirmwareImage(bytes), image.Product, image.Version);
            return bytes;
        });
        if (image.Signature is { } signature && keys.Count > 0)
            CheckSignature(file, image, signature);
        else if (image.Kind == BaseKind.Release)
            _unproven.Add(image);
    }

    private void CheckSignature(string file, ArchivedImage image, ImageSignature signature)
    {
        if (keys.FirstOrDefault(key => key.KeyId == signature.KeyId) is not { } key)
        {
            _faults.Add(new Diagnostic(
                ReleaseErrors.SignerUnknown,
                $"{image.Product} {image.Version} is signed by key {signature.KeyId}, which is none of those given.",
                "Give the public key of that time too, with --public-key, if it was one of yours; otherwise remove the release.",
                file));
        }
        else if (!signature.IsBy(key, image.Digest.ToByteArray()))
        {
            _faults.Add(new Diagnostic(
                SigningErrors.SignatureInvalid,
                $"The signature of {image.Product} {image.Version} is not one over its image.",
                "Restore the release from version control or a copy: its image or its signature is another than the one that was released.",
                file));
        }
    }

    private void Damaged(string file, string what, string advice) =>
        _faults.Add(new Diagnostic(ReleaseErrors.ArchiveDamaged, what, advice, file));

    private T? Check<T>(string file, Func<string, T> read)
        where T : class
    {
        try
        {
            return read(file);
        }
        catch (FotaException e)
        {
            _faults.Add(Diagnostic.Of(e, file));
        }
        catch (Exception e) when (FileFaults.IsFileFault(e))
        {
            _faults.Add(Diagnostic.Of(FileFaults.Archive(file, e)));
        }

        return null;
    }
}
