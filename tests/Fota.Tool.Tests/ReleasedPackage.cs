using Fota.Release.Images;
using Fota.Release.Packaging;
using Fota.Release.Planning;
using Fota.Release.Store;
using Fota.Signing;

[assembly: AssemblyFixture(typeof(Fota.Tool.Tests.ReleasedPackage))]

namespace Fota.Tool.Tests;

/// <summary>
/// What the commands on packages need, made once by the library: keys, an archive with the releases 1.0.0 and 1.1.0, the signed
/// package of 1.2.0 with a patch from each, and the same package while it waits for its signatures.
/// </summary>
public sealed class ReleasedPackage : IDisposable
{
    public const string ProductName = "Sensor";

    private readonly TemporaryFolder _folder = new();

    public ReleasedPackage()
    {
        WriteKeys("update");
        WriteKeys("other");
        var archive = BaseArchive.Open(Archive);
        foreach (string version in (string[])["1.0.0", "1.1.0"])
        {
            var image = FirmwareImage.Load(ImageOf(version));
            archive.Promote(Product, FirmwareVersion.Parse(version), image, cancellationToken: CancellationToken.None);
        }

        Make(Folder, Archive, () => KeyFileSigner.Load(PrivateKey));
        Make(Incomplete, Archive, null);
        Make(_folder["built"], _folder["builds"], () => KeyFileSigner.Load(PrivateKey), BaseSelection.Latest);
    }

    public string Root => _folder.Path;

    /// <summary>The signed package.</summary>
    public string Folder => _folder["package"];

    /// <summary>The package that waits for its signatures.</summary>
    public string Incomplete => _folder["unsigned"];

    public string Archive => _folder["archive"];

    public string PrivateKey => _folder["update.key"];

    public string PublicKey => _folder["update.pub"];

    public string OtherPrivateKey => _folder["other.key"];

    public string OtherPublicKey => _folder["other.pub"];

    private static Product Product { get; } = Product.Parse(ProductName);

    /// <summary>The path of a file in the signed package.</summary>
    public string this[string name] => Path.Combine(Folder, name);

    /// <summary>The path of a version's image.</summary>
    public string ImageOf(string version)
    {
        string path = _folder[$"application-{version}.bin"];
        if (!File.Exists(path))
            File.WriteAllBytes(path, Image(version));
        return path;
    }

    /// <summary>Copies the signed package, to damage it or to promote it.</summary>
    public void CopyTo(string target) => Copy(Folder, target);

    /// <summary>Copies the package that waits for its signatures.</summary>
    public void CopyIncompleteTo(string target) => Copy(Incomplete, target);

    /// <summary>Copies the archive, to change it.</summary>
    public void CopyArchiveTo(string target) => Copy(Archive, target);

    /// <summary>Copies an archive with a build of 1.2.0 alone.</summary>
    public void CopyBuildsTo(string target) => Copy(_folder["builds"], target);

    public void Dispose() => _folder.Dispose();

    private static byte[] Image(string version)
    {
        byte[] image = new byte[24 * 1024];
        new Random(1).NextBytes(image);
        VersionNumbers numbers = FirmwareVersion.Parse(version).Numbers;
        for (int i = 100; i < image.Length; i += 997)
            image[i] = (byte)(image[i] + numbers.Major + (3 * numbers.Minor));
        new ImageInfoRecord(ProductId.Of(ProductName), numbers).ToByteArray().CopyTo(image, 16);
        return image;
    }

    private static void Copy(string source, string target)
    {
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private void Make(string output, string archive, Func<ISigner>? signer, BaseSelection? bases = null) => UpdatePackager.Package(new PackagingRequest
    {
        ImageFile = ImageOf("1.2.0"),
        Product = Product,
        Version = FirmwareVersion.Parse("1.2.0"),
        ArchiveDirectory = archive,
        OutputDirectory = output,
        Bases = bases ?? BaseSelection.Parse("1.0.0;1.1.0"),
        Signer = signer,
        PublicKeyFiles = [PublicKey],
        Tool = "Fota.Tool.Tests",
    });

    private void WriteKeys(string name)
    {
        using var rsa = System.Security.Cryptography.RSA.Create(2048);
        File.WriteAllText(_folder[name + ".key"], rsa.ExportPkcs8PrivateKeyPem());
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder[name + ".key"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(_folder[name + ".pub"], rsa.ExportSubjectPublicKeyInfoPem());
    }
}
