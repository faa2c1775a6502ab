using System.Text;
using Fota.Errors;
using Fota.Files;
using Fota.Release.Files;
using Fota.Release.Images;

namespace Fota.Release.Bases.Packages;

/// <summary>
/// What <c>fota.bases.json</c> pins: the packages of the bases, and the image in each. It is committed, and reviewed as any lock file; NuGet's own
/// covers no package that is downloaded without a reference.
/// </summary>
/// <param name="Id">The packages' id.</param>
/// <param name="Bases">Versions and the SHA-256 of their images, oldest first.</param>
public sealed record BaseLock(BasePackageId Id, IReadOnlyList<PinnedBase> Bases)
{
    /// <summary>The name of the file, beside the project.</summary>
    public const string FileName = "fota.bases.json";

    /// <summary>The name of the file for <c>dotnet restore</c>, which the project imports.</summary>
    public const string PropsName = "fota.bases.props";

    private const int SchemaVersion = 1;
    private const int MaxLength = 1 << 20;
    private const int MaxBases = 1000;

    /// <summary>Reads the file.</summary>
    /// <exception cref="FotaException">It is not there, or not as it is written (FOTA3080).</exception>
    public static BaseLock Read(string path)
    {
        try
        {
            return Parse(RegularFile.Read(path, MaxLength + 1), what => Invalid(path, what, null));
        }
        catch (Exception e) when (FileFaults.IsFileFault(e))
        {
            throw Invalid(path, e is FileNotFoundException or DirectoryNotFoundException ? "it is not there" : e.Message.TrimEnd('.'), e);
        }
    }

    /// <summary>Reads the file of a project.</summary>
    /// <exception cref="FotaException">As for <see cref="Read"/>, or it pins packages of another id.</exception>
    public static BaseLock Of(PackagesOrigin origin)
    {
        ArgumentNullException.ThrowIfNull(origin);
        BaseLock read = Read(origin.Lock);
        return read.Id == origin.Id ? read : throw new FotaException(
            ReleaseErrors.BaseLockInvalid,
            $"'{origin.Lock}' pins packages {read.Id}, and the project's are {origin.Id}.",
            "Run fota bases update; or set FotaBasePackageId to the id under which this product's releases are published.")
        {
            File = origin.Lock,
        };
    }

    /// <summary>The bytes of the file.</summary>
    public byte[] ToByteArray() => CanonicalJson.Write(json =>
    {
        json.WriteNumber("schemaVersion", SchemaVersion);
        json.WriteString("package", Id.Text);
        json.WriteStartArray("bases");
        foreach (PinnedBase each in Bases)
        {
            json.WriteStartObject();
            json.WriteString("version", each.Version.ToString());
            json.WriteString("sha256", each.Digest.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>The same for <c>dotnet restore</c>, which takes only exact versions of what nothing refers to.</summary>
    public byte[] ToProps() => Encoding.UTF8.GetBytes($"""
        <Project>
          <!-- Written by 'fota bases update', as {FileName} is. The project imports it: a restore does not read what packages bring along. -->
          <ItemGroup Condition="'$(FotaRestoreBases)' != 'false'">{Download}
          </ItemGroup>
        </Project>

        """.ReplaceLineEndings("\n"));

    // One item for all: a restore takes a second one of the same id for a mistake.
    private string Download => Bases.Count == 0
        ? string.Empty
        : $"\n    <PackageDownload Include=\"{Id}\" Version=\"{string.Join(';', Bases.Select(each => $"[{each.Version}]"))}\" />";

    private static BaseLock Parse(byte[] content, Func<string, FotaException> fault)
    {
        JsonFields fields = JsonFields.Parse(content, MaxLength, fault, fault);
        fields.Number("schemaVersion", SchemaVersion, SchemaVersion);
        if (!BasePackageId.TryParse(fields.Text("package"), out BasePackageId? id))
            throw fields.Fault("package", "is no package id");
        var bases = new List<PinnedBase>();
        foreach (JsonFields entry in fields.Objects("bases", MaxBases))
        {
            var pinned = new PinnedBase(entry.Version("version"), entry.Digest("sha256"));
            entry.End();
            if (bases is [.., var last] && pinned.Version <= last.Version)
                throw entry.Fault("version", "is not above the one before it");
            bases.Add(pinned);
        }

        fields.End();
        return new BaseLock(id, bases);
    }

    private static FotaException Invalid(string path, string what, Exception? cause) => new(
        ReleaseErrors.BaseLockInvalid,
        $"'{path}' does not say which packages to take bases from: {what}.",
        "Write it with fota bases update, and commit it.",
        cause)
    {
        File = path,
    };
}

/// <summary>A version, and the SHA-256 of the image that devices of that version run.</summary>
public sealed record PinnedBase(FirmwareVersion Version, Sha256Digest Digest);
