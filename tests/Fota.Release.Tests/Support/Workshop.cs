using Fota.Release.Images;
using Fota.Release.Packaging;
using Fota.Release.Planning;
using Fota.Release.Store;

namespace Fota.Release.Tests.Support;

/// <summary>A firmware project as packaging sees it: an image, an archive, an update folder.</summary>
internal sealed class Workshop : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    internal string Root => _folder.Path;

    internal string ImageFile => _folder["application.bin"];

    internal string ArchiveDirectory => _folder["archive"];

    internal string Output => _folder["fota"];

    internal BaseArchive Archive => BaseArchive.Open(ArchiveDirectory);

    internal int SignersOpened { get; private set; }

    internal string OutputFile(string name) => Path.Combine(Output, name);

    internal byte[] ReadOutput(string name) => File.ReadAllBytes(OutputFile(name));

    /// <summary>Puts an image where the firmware's build puts it, and describes its packaging.</summary>
    internal PackagingRequest Request(string version, byte[] image)
    {
        File.WriteAllBytes(ImageFile, image);
        return new PackagingRequest
        {
            ImageFile = ImageFile,
            Product = TestFirmware.Product,
            Version = FirmwareVersion.Parse(version),
            ArchiveDirectory = ArchiveDirectory,
            OutputDirectory = Output,
            Signer = () =>
            {
                SignersOpened++;
                return TestKeys.OpenFirst();
            },
            PublicKeyFiles = [TestKeys.First.Public],
            Tool = "Fota.Build 0.0.0-dev",
        };
    }

    internal PackagingResult Build(string version, byte[] image) => UpdatePackager.Package(Request(version, image));

    /// <summary>Builds version after version with a change in each, and releases each.</summary>
    internal void Release(params string[] versions)
    {
        foreach (string version in versions)
        {
            byte[] image = TestFirmware.Image(version, change: version.Sum(c => c * 7));
            Archive.Promote(TestFirmware.Product, FirmwareVersion.Parse(version), new FirmwareImage(image));
        }
    }

    public void Dispose() => _folder.Dispose();
}
