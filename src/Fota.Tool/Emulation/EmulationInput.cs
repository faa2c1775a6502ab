using System.Text;
using Fota.Emulator;
using Fota.Errors;
using Fota.Release.Images;
using Fota.Release.Images.Elf;
using Fota.Release.Images.Formats;
using Fota.Release.Manifest;
using Fota.Release.Planning;
using Fota.Release.Publishing;
using Fota.Release.Store;
using Fota.Release.Trials;
using Fota.Signing;
using Fota.Tool.CommandLine;
using Fota.Tool.Projects;

namespace Fota.Tool.Emulation;

/// <summary>What the device runs, gets and trusts.</summary>
internal sealed class EmulationInput : IDisposable
{
    private readonly string? _temporaryFolder;

    private EmulationInput(byte[] baseImage, byte[] container, string certsHeader, string? temporaryFolder)
    {
        BaseImage = baseImage;
        Container = container;
        CertsHeader = certsHeader;
        _temporaryFolder = temporaryFolder;
    }

    public byte[] BaseImage { get; }

    public byte[] Container { get; }

    /// <summary>Whether the base is a build at a desk, which may have the version of the update.</summary>
    public bool AllowSameVersion { get; private init; }

    /// <summary>Refuses firmware with functions that the device's core cannot execute, as far as its ELF file is at hand.</summary>
    public Action<DeviceProfile> RequireCore { get; private init; } = _ => { };

    /// <summary>Full path of <c>update_certs.h</c>.</summary>
    public string CertsHeader { get; }

    /// <summary>Takes what the command line names.</summary>
    /// <exception cref="FotaException">A file cannot be read, the second is no update.fota, or the keys come from no place or from two.</exception>
    public static EmulationInput FromFiles(string baseFile, string containerFile, IReadOnlyList<string> keyFiles, string? certsHeader)
    {
        byte[] file = InputFile.Read(baseFile), baseImage = ImageFile.Read(file, baseFile, ImageFile.DefaultFill).Content;
        byte[] container = InputFile.Read(containerFile);
        if (OtherContent.Of(container) != OtherContent.UpdateFile)
        {
            throw new FotaException(
                ToolErrors.NothingToEmulate,
                $"'{containerFile}' is no update.fota.",
                "A device takes the patch with its signed header, as a build or 'fota package' writes it; 'fota patch' applies a bare patch.");
        }

        if (keyFiles.Count == 0 == certsHeader is null)
            throw new FotaException(ToolErrors.CommandLine, "The device needs the keys that it trusts, from one place.", "Give --key FILE, or --certs FILE.");
        return certsHeader is null
            ? WithKeys(baseImage, container, [.. keyFiles.Select(VerificationKey.Load)], CheckBase)
            : new EmulationInput(baseImage, container, Path.GetFullPath(certsHeader), null) { RequireCore = CheckBase };

        void CheckBase(DeviceProfile device)
        {
            if (ImageFormats.Of(file) == ImageFormat.Elf)
                CoreCheck.Require(ElfFile.Parse(file, baseFile), device);
        }
    }

    /// <summary>Takes what the last build of a project made, and the base that its patch is from.</summary>
    /// <exception cref="FotaException">There is no package or no patch, or the base is not in the archive any more.</exception>
    public static EmulationInput FromProject(FirmwareProject project, string? from)
    {
        UpdateManifest manifest = new PackageReader(project.Settings.OutputDirectory).Manifest();
        FirmwareVersion? version = from is null ? null : FirmwareVersion.Parse(from);
        ManifestPatch? patch = manifest.Patches.FirstOrDefault(each => version is null || each.Base.Version == version);
        if (patch is null || !manifest.IsComplete)
        {
            string what = !manifest.IsComplete ? "is not signed yet" : version is null ? "has no patch yet" : $"has no patch from {version}";
            throw new FotaException(
                ToolErrors.NothingToEmulate,
                $"The package in '{project.Settings.OutputDirectory}' {what}.",
                "Build once more after a change, so that there is a base to update from; 'fota bases list' shows the bases.");
        }

        byte[] baseImage = project.OpenBases().Find(manifest.Product, patch.Base) ?? throw new FotaException(
            ToolErrors.NothingToEmulate,
            $"The base {patch.Base.Version} ({patch.Base.Digest}) is not in the archive '{project.Settings.ArchiveDirectory}' any more.",
            "Build again, so that the patch is made from a base that is there.");
        byte[] container = InputFile.Read(Path.Combine(project.Settings.OutputDirectory, patch.Container));
        PackagingRequest request = project.RequestUnsigned();
        return WithKeys(baseImage, container, project.PublicKeys(), CheckImage, patch.Base.Kind == BaseKind.Build);

        // The image may have been built again since it was packaged.
        void CheckImage(DeviceProfile device)
        {
            if (File.Exists(request.ImageFile) && FirmwareImage.Load(request.ImageFile, request.ImageFill) is { } image && image.Digest == manifest.Image.Digest)
                CoreCheck.Require(image, request, device);
        }
    }

    public void Dispose()
    {
        if (_temporaryFolder is not null)
            Directory.Delete(_temporaryFolder, recursive: true);
    }

    private static EmulationInput WithKeys(
        byte[] baseImage, byte[] container, IReadOnlyList<VerificationKey> keys, Action<DeviceProfile> requireCore, bool allowSameVersion = false)
    {
        byte[] header = Encoding.ASCII.GetBytes(CertificateHeader.Generate(keys));
        string folder = Directory.CreateTempSubdirectory("fota-emulate-").FullName;
        string path = Path.Combine(folder, "update_certs.h");
        File.WriteAllBytes(path, header);
        return new EmulationInput(baseImage, container, path, folder) { AllowSameVersion = allowSameVersion, RequireCore = requireCore };
    }
}
