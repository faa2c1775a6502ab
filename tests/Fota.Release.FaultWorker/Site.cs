using Fota.Release.Images;
using Fota.Release.Packaging;
using Fota.Release.Planning;
using Fota.Release.Publishing;
using Fota.Release.Store;
using Fota.Signing;

namespace Fota.Release.FaultWorker;

/// <summary>A firmware project in a folder: image, archive and update folder.</summary>
internal sealed class Site(string root, string keys, Product product)
{
    internal const int ImageSize = 16 * 1024;

    internal string Root => root;

    internal Product Product => product;

    /// <summary>Where the image lies that is packaged.</summary>
    internal string ImageFile => Path.Combine(root, "application.bin");

    internal string Output => Path.Combine(root, "fota");

    internal string ArchiveDirectory => Path.Combine(root, "archive");

    internal BaseArchive Archive => BaseArchive.Open(ArchiveDirectory);

    internal static byte[] Image(int number)
    {
        byte[] image = new byte[ImageSize];
        new Random(1).NextBytes(image);
        new Random(number).NextBytes(image.AsSpan(1024, 64));
        BitConverter.TryWriteBytes(image.AsSpan(8192), number);
        return image;
    }

    /// <summary>A project of its own in a folder below.</summary>
    internal Site Beside(string name) => new(Directory.CreateDirectory(Path.Combine(root, name)).FullName, keys, product);

    /// <summary>Writes an image and packages it.</summary>
    internal PackagingResult Package(string version, byte[] image, bool release)
    {
        File.WriteAllBytes(ImageFile, image);
        return UpdatePackager.Package(Request(version, release));
    }

    internal PackagingRequest Request(string version, bool release) => new()
    {
        ImageFile = ImageFile,
        Product = product,
        Version = FirmwareVersion.Parse(version),
        ArchiveDirectory = ArchiveDirectory,
        OutputDirectory = Output,
        Release = release,
        Signer = () => KeyFileSigner.Load(Path.Combine(keys, "first.key")),
        PublicKeyFiles = [Path.Combine(keys, "first.pub")],
        Tool = "Fota.Build 0.0.0-dev",
    };

    /// <summary>Throws if the archive is not as it must be at any time.</summary>
    internal void RequireSound()
    {
        if (Archive.Verify().Faults is [var fault, ..])
            throw new InvalidOperationException($"archive: {fault.File}: {fault.What}");
    }

    /// <summary>Throws if the package is not valid down to its last file.</summary>
    internal void RequireValidPackage()
    {
        VerificationKey key = VerificationKey.Load(Path.Combine(keys, "first.pub"));
        PackageVerifier.Verify(Output, [key], Archive).Require();
    }
}
