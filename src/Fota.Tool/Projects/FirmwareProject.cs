using Fota.Errors;
using Fota.Release.Bases;
using Fota.Release.Images;
using Fota.Release.Packaging;
using Fota.Release.Planning;
using Fota.Release.Settings;
using Fota.Release.Store;
using Fota.Signing;
using Fota.Tool.Feeds;

namespace Fota.Tool.Projects;

/// <summary>A firmware project with the very settings that its build has: an MSBuild project, or a folder with fota.json.</summary>
internal sealed class FirmwareProject
{
    private FirmwareProject(string path, ProjectSettings settings)
    {
        Path = path;
        Settings = settings;
    }

    /// <summary>Full path of the project file, or of fota.json.</summary>
    public string Path { get; }

    /// <summary>Its settings, as the build has them.</summary>
    public ProjectSettings Settings { get; }

    /// <summary>Reads fota.json, or runs the targets of an MSBuild project that read its settings.</summary>
    /// <param name="place">The file, or its folder.</param>
    /// <param name="globalProperties">As <c>dotnet build -p:</c> would set them; they stand over those of the file.</param>
    /// <exception cref="FotaException">It is not found, faulty or not restored, or a setting cannot be meant.</exception>
    public static FirmwareProject Load(string place, IReadOnlyDictionary<string, string> globalProperties)
    {
        string path = ProjectFile.Find(place);
        string FindPackageFolder() => NuGetConfiguration.PackageFolder(System.IO.Path.GetDirectoryName(path)!);
        if (System.IO.Path.GetExtension(path) == ".json")
            return new FirmwareProject(path, SettingsFile.Read(path, globalProperties, Environment.GetEnvironmentVariable, FindPackageFolder));
        NamedSettings.RequireKnown(globalProperties.Keys);
        (Func<string, string?> valueOf, IReadOnlyList<IReadOnlyDictionary<string, string>> images) = ProjectQuery.Run(path, globalProperties);
        IReadOnlyList<ProjectSettings> all = ProjectImages.Read(System.IO.Path.GetDirectoryName(path)!, valueOf, images, FindPackageFolder);
        return all is [var only] ? new FirmwareProject(path, only) : throw new FotaException(
            ToolErrors.ProductAmbiguous,
            $"'{path}' has {all.Count} images: {string.Join(", ", all.Select(each => each.Product))}.",
            "The command works on projects with one; the packages of the others are made and released by dotnet build.");
    }

    /// <summary>What the next build does, or <c>fota release</c>.</summary>
    /// <exception cref="FotaException">As the build would say.</exception>
    public PackagingRequest Request() => Settings.Request(PackagingTool.Name);

    /// <summary>The same for a plan that nobody carries out, where the key is missing.</summary>
    public PackagingRequest RequestSignedBy(Func<ISigner> signer) => Settings.Request(PackagingTool.Name, signer);

    /// <summary>The same where nothing is signed, and no key is asked for.</summary>
    public PackagingRequest RequestUnsigned() => Settings.Request(PackagingTool.Name, null);

    /// <summary>Reads the public keys.</summary>
    /// <exception cref="FotaException">One is missing or no key.</exception>
    public IReadOnlyList<VerificationKey> PublicKeys() => [.. Settings.PublicKeyFiles.Select(VerificationKey.Load)];

    /// <summary>Opens all that patches can start from.</summary>
    /// <exception cref="FotaException">The archive is damaged, or one version has two images.</exception>
    public BaseSources OpenBases() => BaseSources.Open(RequestUnsigned());

    /// <summary>Opens the archive of bases.</summary>
    /// <exception cref="FotaException">It is damaged or of a newer format.</exception>
    public BaseArchive OpenArchive() => BaseArchive.Open(Settings.ArchiveDirectory);
}
