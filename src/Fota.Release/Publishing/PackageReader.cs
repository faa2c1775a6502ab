using Fota.Errors;
using Fota.Files;
using Fota.Release.Container;
using Fota.Release.Files;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Release.Store;

namespace Fota.Release.Publishing;

/// <summary>Reads the files of a package as its manifest describes them.</summary>
public sealed class PackageReader
{
    private readonly string _directory;

    /// <summary>Reads from an update folder.</summary>
    public PackageReader(string directory) => _directory = directory;

    /// <summary>The manifest.</summary>
    /// <exception cref="FotaException">There is none (FOTA3075), it cannot be read (FOTA3070) or is refused (FOTA305x).</exception>
    public UpdateManifest Manifest()
    {
        string path = Path.Combine(_directory, PackageFiles.Manifest);
        try
        {
            return UpdateManifest.Read(Read(PackageFiles.Manifest, ManifestReader.MaxLength));
        }
        catch (FotaException e) when (e.File is null)
        {
            throw new FotaException(e.Code, e.Message, e.Advice, e) { File = path };
        }
    }

    /// <summary>The full image, as the manifest describes it.</summary>
    /// <exception cref="FotaException">It cannot be read (FOTA3070) or is another one (FOTA3071).</exception>
    public FirmwareImage Image(UpdateManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return new FirmwareImage(Stamped(PackageFiles.Image, manifest.Image.Size, manifest.Image.Digest));
    }

    /// <summary>A patch, as the manifest describes it.</summary>
    /// <exception cref="FotaException">It cannot be read (FOTA3070) or is another one (FOTA3071).</exception>
    public byte[] Patch(ManifestPatch patch)
    {
        ArgumentNullException.ThrowIfNull(patch);
        return Stamped(patch.File, patch.Size, patch.Digest);
    }

    /// <summary>The signature over the image.</summary>
    /// <exception cref="FotaException">It cannot be read (FOTA3070).</exception>
    public byte[] Signature() => Read(PackageFiles.Signature, ImageSignature.MaxLength);

    /// <summary>
    /// Any file that the manifest names, for whoever hands it on: no link, and not another file than the manifest describes. Signatures,
    /// and those in headers, are for the receiver to check.
    /// </summary>
    /// <exception cref="FotaException">It cannot be read (FOTA3070), or is another one (FOTA3071).</exception>
    public byte[] Published(string file, UpdateManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        if (new FileInfo(Path.Combine(_directory, file)).LinkTarget is not null)
            throw Unreadable(file, "is a link.", null);
        return file switch
        {
            PackageFiles.Manifest => manifest.ToByteArray(),
            PackageFiles.ManifestSignature or PackageFiles.Signature => Read(file, ImageSignature.MaxLength),
            PackageFiles.Image => Stamped(file, manifest.Image.Size, manifest.Image.Digest),
            PackageFiles.FullContainer => Container(file, manifest.Image.Size, manifest.Image.Digest),
            _ when manifest.Patches.FirstOrDefault(patch => patch.Container == file) is { } patch => Container(file, patch.PayloadSize, patch.PayloadDigest),
            _ => Patch(manifest.Patches.First(patch => patch.File == file)),
        };
    }

    private byte[] Container(string file, ByteSize size, Sha256Digest digest)
    {
        byte[] bytes = Read(file, UpdateHeader.Size + UpdateHeader.MaxSignatureLength + size.Bytes);
        UpdateHeader header = UpdateContainer.Read(bytes).Header;
        return header.PayloadSize == size.Bytes && header.PayloadDigest == digest ? bytes : throw Differs(file);
    }

    internal byte[] Stamped(string file, ByteSize size, Sha256Digest digest)
    {
        byte[] bytes = Read(file, size.Bytes);
        return bytes.Length == size.Bytes && Sha256Digest.Of(bytes) == digest ? bytes : throw Differs(file);
    }

    private byte[] Read(string file, long maxLength)
    {
        string path = Path.Combine(_directory, file);
        try
        {
            return RegularFile.Read(path, (int)Math.Min(maxLength, int.MaxValue - 1));
        }
        catch (Exception e) when (FileFaults.IsFileFault(e))
        {
            bool isMissing = e is FileNotFoundException or DirectoryNotFoundException;
            if (isMissing && file == PackageFiles.Manifest)
            {
                throw new FotaException(
                    ReleaseErrors.PackageMissing, $"There is no package in '{_directory}'.", "Build first, or name the update folder of a build.", e) { File = path };
            }

            throw Unreadable(file, isMissing ? "is missing." : $"cannot be read: {e.Message}", e);
        }
    }

    private FotaException Unreadable(string file, string reason, Exception? cause) => new(
        ReleaseErrors.PackageFileUnreadable, $"The package's {file} {reason}", "Copy the whole update folder, or build again.", cause)
    {
        File = Path.Combine(_directory, file),
    };

    private FotaException Differs(string file) => new(
        ReleaseErrors.PackageFileDiffers, $"{file} is not the file that the manifest names.", "Take the package again from its build.")
    {
        File = Path.Combine(_directory, file),
    };
}
