using Fota.Delta;
using Fota.Delta.InPlace;
using Fota.Errors;
using Fota.Release.Container;
using Fota.Release.Files;
using Fota.Release.Images;
using Fota.Release.Store;
using Fota.Signing;

namespace Fota.Release.Manifest;

/// <summary>Reads a manifest as strictly as it is written.</summary>
internal static class ManifestReader
{
    internal const int MaxLength = 1 << 20;
    private const int MaxPatches = 1000;
    private const int MaxToolLength = 128;

    internal static UpdateManifest Read(ReadOnlyMemory<byte> file)
    {
        JsonFields fields = JsonFields.Parse(file, MaxLength, ManifestFaults.Malformed, ManifestFaults.Field);
        long schema = fields.Number("schemaVersion", 1, int.MaxValue);
        if (schema != UpdateManifest.SchemaVersion)
            throw ManifestFaults.Schema(schema);

        Product product = fields.Product("product");
        string productId = fields.Text("productId");
        bool isComplete = fields.Flag("complete");
        var manifest = new UpdateManifest
        {
            Product = product,
            Version = fields.Version("version"),
            SecurityCounter = (uint)fields.Number("securityCounter", 0, uint.MaxValue),
            Created = fields.Has("created") ? fields.Time("created") : null,
            SourceRevision = fields.OptionalText("sourceRevision"),
            Tool = fields.Text("tool"),
            Image = ReadImage(fields.Object("image")),
            Signature = fields.OptionalObject("signature") is { } signature ? ReadSignature(signature) : null,
            Patches = ReadPatches(fields.Objects("patches", MaxPatches)),
        };
        fields.End();
        if (productId != product.Id.ToString())
            throw ManifestFaults.Contradiction($"the product id of {product} is {product.Id}, not the one given");
        if (isComplete != manifest.IsComplete)
            throw ManifestFaults.Contradiction("it says complete without a signature, or the reverse");
        if (manifest.Tool.Length > MaxToolLength || manifest.SourceRevision?.Length > ArchiveJson.MaxRevisionLength)
            throw ManifestFaults.Field("the field tool or sourceRevision is too long");
        ManifestRules.Check(manifest);
        if (!manifest.ToByteArray().AsSpan().SequenceEqual(file.Span))
            throw ManifestFaults.Malformed("it is not in canonical form: its order, spaces or escapes differ from what is written");
        return manifest;
    }

    private static ManifestImage ReadImage(JsonFields fields)
    {
        RequireFile(fields, "file", PackageFiles.Image);
        RequireFile(fields, "container", PackageFiles.FullContainer);
        var image = new ManifestImage(fields.Size("size"), fields.Digest("sha256"));
        fields.End();
        return image;
    }

    private static ManifestSignature ReadSignature(JsonFields fields)
    {
        RequireFile(fields, "file", PackageFiles.Signature);
        string name = fields.Text("algorithm");
        if (!SignatureAlgorithms.TryParse(name, out SignatureAlgorithm algorithm) || algorithm.Name() != name)
            throw fields.Fault("algorithm", "is not a known signature algorithm");
        var signature = new ManifestSignature(
            algorithm, fields.Digest("keyId").ToString(), new ByteSize(fields.Number("size", 1, UpdateHeader.MaxSignatureLength)));
        fields.End();
        return signature;
    }

    private static List<ManifestPatch> ReadPatches(IReadOnlyList<JsonFields> list)
    {
        var patches = new List<ManifestPatch>();
        foreach (JsonFields fields in list)
            patches.Add(ReadPatch(fields, patches.FirstOrDefault()));
        return patches;
    }

    private static ManifestPatch ReadPatch(JsonFields fields, ManifestPatch? first)
    {
        string? file = fields.OptionalText("file");
        string? container = fields.OptionalText("container");
        ByteSize size = fields.Size("size");
        Sha256Digest digest = fields.Digest("sha256");
        if (!PatchFormats.TryParse(fields.Text("format"), out PatchFormat format))
            throw fields.Fault("format", "is not a known format");
        ByteSize memory = format == PatchFormat.Compact ? fields.Size("memory") : default;
        ManifestInPlace? inPlace = fields.OptionalObject("inPlace") is { } plan ? ReadInPlace(plan) : null;
        ManifestBase source = ReadBase(fields.Object("base"));
        fields.End();
        var names = new PatchFileNames(
            source.Version, first is null || first.Base == source, first is null || first.Format == format ? null : format);
        RequireName(file, names.Patch);
        RequireName(container, names.Container);
        return new ManifestPatch(file!, container!, size, digest, format, source) { DecoderMemory = memory, InPlace = inPlace };
    }

    private static ManifestInPlace ReadInPlace(JsonFields fields)
    {
        int sectorSize = (int)fields.Number("sectorSize", FlashRegion.MinBlockSize, FlashRegion.MaxBlockSize);
        int sectors = (int)fields.Number("sectors", 1, FlashRegion.MaxBlocks);
        if (!FlashRegion.Exists(sectorSize, sectors))
            throw fields.Fault("sectorSize", "and sectors are those of no flash");
        string plan = fields.Text("plan");
        if (plan.Length % 2 != 0 || !plan.All(digit => digit is (>= '0' and <= '9') or (>= 'a' and <= 'f')))
            throw fields.Fault("plan", "is not in hexadecimal digits");
        var inPlace = new ManifestInPlace(sectorSize, sectors, plan, fields.Digest("payloadSha256"));
        fields.End();
        return inPlace;
    }

    private static ManifestBase ReadBase(JsonFields fields)
    {
        string name = fields.Text("kind");
        BaseKind? kind = name == BaseKind.Release.Name() ? BaseKind.Release : name == BaseKind.Build.Name() ? BaseKind.Build : null;
        var source = new ManifestBase(
            kind ?? throw fields.Fault("kind", "is neither release nor build"),
            fields.Version("version"),
            fields.Size("size"),
            fields.Digest("sha256"));
        fields.End();
        return source;
    }

    private static void RequireFile(JsonFields fields, string name, string expected) => RequireName(fields.Text(name), expected);

    // Names are fixed, so no name can lead out of the folder.
    private static void RequireName(string? name, string expected)
    {
        if (name != expected)
            throw ManifestFaults.Path(name, expected);
    }
}
