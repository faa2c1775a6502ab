using System.Globalization;
using System.Text.Json;
using Fota.Delta;
using Fota.Release.Files;
using Fota.Signing;

namespace Fota.Release.Manifest;

/// <summary>Writes a manifest in its one form.</summary>
internal static class ManifestWriter
{
    internal static byte[] Write(UpdateManifest manifest) => CanonicalJson.Write(json =>
    {
        json.WriteNumber("schemaVersion", UpdateManifest.SchemaVersion);
        json.WriteString("product", manifest.Product.Name);
        json.WriteString("productId", manifest.Product.Id.ToString());
        json.WriteString("version", manifest.Version.ToString());
        json.WriteNumber("securityCounter", manifest.SecurityCounter);
        json.WriteBoolean("complete", manifest.IsComplete);
        if (manifest.Created is { } created)
            json.WriteString("created", created.ToUniversalTime().ToString(JsonFields.TimeFormat, CultureInfo.InvariantCulture));
        if (manifest.SourceRevision is not null)
            json.WriteString("sourceRevision", manifest.SourceRevision);
        json.WriteString("tool", manifest.Tool);
        WriteImage(json, manifest.Image);
        if (manifest.Signature is { } signature)
            WriteSignature(json, signature);
        json.WriteStartArray("patches");
        foreach (ManifestPatch patch in manifest.Patches)
            WritePatch(json, patch);
        json.WriteEndArray();
    });

    private static void WriteImage(Utf8JsonWriter json, ManifestImage image)
    {
        json.WriteStartObject("image");
        json.WriteString("file", PackageFiles.Image);
        json.WriteString("container", PackageFiles.FullContainer);
        json.WriteNumber("size", image.Size.Bytes);
        json.WriteString("sha256", image.Digest.ToString());
        json.WriteEndObject();
    }

    private static void WriteSignature(Utf8JsonWriter json, ManifestSignature signature)
    {
        json.WriteStartObject("signature");
        json.WriteString("file", PackageFiles.Signature);
        json.WriteString("algorithm", signature.Algorithm.Name());
        json.WriteString("keyId", signature.KeyId);
        json.WriteNumber("size", signature.Size.Bytes);
        json.WriteEndObject();
    }

    private static void WritePatch(Utf8JsonWriter json, ManifestPatch patch)
    {
        json.WriteStartObject();
        json.WriteString("file", patch.File);
        json.WriteString("container", patch.Container);
        json.WriteNumber("size", patch.Size.Bytes);
        json.WriteString("sha256", patch.Digest.ToString());
        json.WriteString("format", patch.Format.Name());
        if (patch.Format == PatchFormat.Compact)
            json.WriteNumber("memory", patch.DecoderMemory.Bytes);
        if (patch.InPlace is { } inPlace)
            WriteInPlace(json, inPlace);
        json.WriteStartObject("base");
        json.WriteString("kind", patch.Base.Kind.Name());
        json.WriteString("version", patch.Base.Version.ToString());
        json.WriteNumber("size", patch.Base.Size.Bytes);
        json.WriteString("sha256", patch.Base.Digest.ToString());
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteInPlace(Utf8JsonWriter json, ManifestInPlace inPlace)
    {
        json.WriteStartObject("inPlace");
        json.WriteNumber("sectorSize", inPlace.SectorSize);
        json.WriteNumber("sectors", inPlace.Sectors);
        json.WriteString("plan", inPlace.Plan);
        json.WriteString("payloadSha256", inPlace.PayloadDigest.ToString());
        json.WriteEndObject();
    }
}
