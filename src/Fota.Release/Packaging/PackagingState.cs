using Fota.Delta;
using Fota.Errors;
using Fota.Release.Files;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Release.Planning;
using Fota.Release.Store;
using Fota.Signing;

namespace Fota.Release.Packaging;

/// <summary>What a build leaves for the next one, so that the same inputs need not be packaged again.</summary>
internal sealed record PackagingState
{
    private const int MaxLength = 4 << 20;
    private const int MaxEntries = 10_000;

    /// <summary>The digest of everything that decides the files.</summary>
    internal required Sha256Digest Key { get; init; }

    internal required IReadOnlyList<FileStamp> Files { get; init; }

    /// <summary>The size of the patch from each base in each format, also of those that are not offered.</summary>
    internal required IReadOnlyList<(ManifestBase Base, PatchFormat Format, ByteSize Size)> Patches { get; init; }

    internal required IReadOnlyList<Diagnostic> Warnings { get; init; }

    /// <summary>Hashes everything that decides the files. Keys count by the content of their files: no key is parsed, no signer opened.</summary>
    internal static Sha256Digest KeyOf(PackagingPlan plan, FirmwareImage image)
    {
        PackagingRequest request = plan.Request;
        byte[] inputs = CanonicalJson.Write(json =>
        {
            json.WriteString("image", image.Digest.ToString());
            json.WriteString("product", request.Product.Name);
            json.WriteString("version", request.Version.ToString());
            json.WriteNumber("securityCounter", request.SecurityCounter);
            json.WriteString("formats", string.Join(';', request.Formats.Select(format => format.Name())));
            json.WriteString("compact", request.Formats.Contains(PatchFormat.Compact) ? request.Compact.ToString() : null);
            json.WriteString("oneSlot", request.OneSlot?.ToString());
            json.WriteNumber("algorithm", (int)(request.Algorithm ?? 0));
            json.WriteBoolean("signed", request.Signer is not null);
            json.WriteString("revision", request.SourceRevision);
            json.WriteString("created", request.Created?.ToString("O"));
            json.WriteString("tool", request.Tool);
            json.WriteStartArray("modules");
            foreach (Type type in (Type[])[typeof(UpdatePackager), typeof(PatchEncoder), typeof(ISigner)])
                json.WriteStringValue(type.Module.ModuleVersionId);
            json.WriteEndArray();
            json.WriteStartArray("keys");
            foreach (string file in request.PublicKeyFiles)
                json.WriteStringValue(KeyFileDigest(file));
            json.WriteEndArray();
            json.WriteStartArray("bases");
            foreach (ArchivedImage source in plan.Bases)
                json.WriteStringValue($"{source.Kind} {source.Version} {source.Digest}");
            json.WriteEndArray();
            json.WriteStartArray("warnings");
            foreach (Diagnostic warning in plan.Warnings())
                json.WriteStringValue(warning.What);
            json.WriteEndArray();
        });
        return Sha256Digest.Of(inputs);
    }

    internal byte[] ToByteArray() => CanonicalJson.Write(json =>
    {
        json.WriteString("key", Key.ToString());
        json.WriteStartArray("files");
        foreach (FileStamp file in Files)
        {
            json.WriteStartObject();
            json.WriteString("name", file.Name);
            json.WriteNumber("size", file.Size);
            json.WriteString("sha256", file.Digest.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("patches");
        foreach ((ManifestBase source, PatchFormat format, ByteSize size) in Patches)
        {
            json.WriteStartObject();
            json.WriteString("kind", source.Kind.Name());
            json.WriteString("version", source.Version.ToString());
            json.WriteNumber("baseSize", source.Size.Bytes);
            json.WriteString("sha256", source.Digest.ToString());
            json.WriteString("format", format.Name());
            json.WriteNumber("size", size.Bytes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("warnings");
        foreach (Diagnostic warning in Warnings)
        {
            json.WriteStartObject();
            json.WriteString("code", warning.Code.Id);
            json.WriteString("what", warning.What);
            json.WriteString("advice", warning.Advice);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>Reads a state; null for whatever is not one of ours, and then the package is made anew.</summary>
    internal static PackagingState? Read(ReadOnlyMemory<byte> file)
    {
        try
        {
            JsonFields fields = JsonFields.Parse(file, MaxLength, Refused, Refused);
            return new PackagingState
            {
                Key = fields.Digest("key"),
                Files = [.. fields.Objects("files", MaxEntries).Select(entry =>
                    new FileStamp(entry.Text("name"), entry.Number("size", 0, long.MaxValue), entry.Digest("sha256")))],
                Patches = [.. fields.Objects("patches", MaxEntries).Select(ReadPatch)],
                Warnings = [.. fields.Objects("warnings", MaxEntries).Select(ReadWarning)],
            };
        }
        catch (FotaException)
        {
            return null;
        }
    }

    private static (ManifestBase Base, PatchFormat Format, ByteSize Size) ReadPatch(JsonFields entry)
    {
        BaseKind kind = entry.Text("kind") == BaseKind.Release.Name() ? BaseKind.Release : BaseKind.Build;
        var source = new ManifestBase(kind, entry.Version("version"), entry.Size("baseSize"), entry.Digest("sha256"));
        return (source, PatchFormats.TryParse(entry.Text("format"), out PatchFormat format) ? format : throw Refused("format"), entry.Size("size"));
    }

    private static Diagnostic ReadWarning(JsonFields entry)
    {
        string id = entry.Text("code");
        ErrorCode code = ReleaseErrors.All.FirstOrDefault(code => code.Id == id) ?? throw Refused(id);
        return new Diagnostic(code, entry.Text("what"), entry.Text("advice"));
    }

    private static string KeyFileDigest(string file)
    {
        try
        {
            return Sha256Digest.Of(File.ReadAllBytes(file)).ToString();
        }
        catch (Exception e) when (FileFaults.IsFileFault(e))
        {
            // Whoever needs the key says what is wrong with its file.
            return "";
        }
    }

    private static FotaException Refused(string what) => new(ReleaseErrors.OutputNotWritable, what, "");
}
