using Fota.Delta;
using Fota.Release.Images;
using Fota.Release.Packaging;
using Fota.Release.Store;
using Fota.Signing;

namespace Fota.Tool.Projects;

/// <summary>What a firmware project says about its updates, in types: the properties that README.md lists.</summary>
internal sealed class FirmwareProject
{
    private readonly Func<string, string> property;

    private FirmwareProject(string path, Func<string, string> property)
    {
        Path = path;
        this.property = property;
    }

    /// <summary>Full path of the project file.</summary>
    public string Path { get; }

    public string Configuration => property("Configuration");

    public Product Product => Product.Parse(property("FotaProduct"));

    public FirmwareVersion Version => FirmwareVersion.Parse(property("FotaVersion"));

    /// <summary>The raw binary that the build makes.</summary>
    public string Image => property("FotaImage");

    /// <summary>The update folder.</summary>
    public string OutputDirectory => property("FotaOutputDir");

    public string ArchiveDirectory => property("FotaArchiveDir");

    public BaseSelection Bases => BaseSelection.Parse(property("FotaBaseVersions"));

    /// <summary>The files of the public keys, the current one first; full paths.</summary>
    public IReadOnlyList<string> PublicKeyFiles =>
    [
        .. property("FotaPublicKey").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(each => System.IO.Path.GetFullPath(each, System.IO.Path.GetDirectoryName(Path)!)),
    ];

    /// <summary>Where the private key is, in words for a person.</summary>
    public string Signer =>
        property("FotaDeferSigning") == "true" ? "signed later, on another machine"
        : property("FotaSigningCommand") is { Length: > 0 } command ? $"command: {command}"
        : property("FotaSigningKey") is var key && Pkcs11Signer.IsUri(key) ? $"token: {key}"
        : key;

    /// <summary>The file of the private key; null where the key is not in a file.</summary>
    public string? SigningKeyFile => property("FotaSigningKey") is { Length: > 0 } file ? file : null;

    /// <summary>Whether the build creates a key where there is none, as samples do.</summary>
    public bool MakesDevelopmentKey => property("FotaDevelopmentKey") == "true";

    public string PatchFormat => property("FotaPatchFormat");

    /// <summary>The bounds that are set, by the names of their properties.</summary>
    public IReadOnlyList<(string Name, string Value)> Bounds =>
    [
        .. from name in (string[])["FotaMaxPatchSize", "FotaMaxPatchPercent", "FotaMaxImageSize", "FotaRequireBase", "FotaRequireNewerVersion", "FotaRequireSignature", "FotaEmulate"]
           let value = property(name)
           where value.Length > 0 && !value.Equals("false", StringComparison.OrdinalIgnoreCase)
           select (name, value),
    ];

    /// <summary>Evaluates a project.</summary>
    /// <param name="place">The project file, or its folder.</param>
    /// <param name="globalProperties">As <c>dotnet build -p:</c> would set them.</param>
    /// <exception cref="Errors.FotaException">It is not found, faulty or not restored.</exception>
    public static FirmwareProject Load(string place, IReadOnlyDictionary<string, string> globalProperties)
    {
        string path = ProjectFile.Find(place);
        return new FirmwareProject(path, ProjectEvaluation.Run(path, globalProperties));
    }

    /// <summary>Reads the public keys.</summary>
    /// <exception cref="Errors.FotaException">One is missing or no key.</exception>
    public IReadOnlyList<VerificationKey> PublicKeys() => [.. PublicKeyFiles.Select(VerificationKey.Load)];

    /// <summary>Opens the archive of bases.</summary>
    /// <exception cref="Errors.FotaException">It is damaged or of a newer format.</exception>
    public BaseArchive OpenArchive() => BaseArchive.Open(ArchiveDirectory);
}
