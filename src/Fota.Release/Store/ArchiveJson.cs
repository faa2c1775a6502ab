using System.Globalization;
using System.Text.Json;
using Fota.Errors;
using Fota.Files;
using Fota.Release.Files;
using Fota.Release.Images;
using Fota.Signing;

namespace Fota.Release.Store;

/// <summary>The readable files of the archive: what they hold and how they are read, strictly.</summary>
internal static class ArchiveJson
{
    internal const int MaxRevisionLength = 256;
    private const int MaxLength = 64 << 10;

    internal static byte[] Release(ArchivedImage release) => CanonicalJson.Write(json =>
    {
        json.WriteString("product", release.Product.Name);
        WriteImage(json, release);
    });

    internal static byte[] Build(ArchivedBuild build) => CanonicalJson.Write(json =>
    {
        json.WriteString("product", build.Current.Product.Name);
        json.WriteString("configuration", build.Configuration);
        json.WriteStartObject("current");
        WriteImage(json, build.Current);
        json.WriteEndObject();
        if (build.Previous is null)
            return;
        json.WriteStartObject("previous");
        WriteImage(json, build.Previous);
        json.WriteEndObject();
    });

    internal static byte[] ProductFile(Product product) => CanonicalJson.Write(json => json.WriteString("product", product.Name));

    internal static ArchivedImage ReadRelease(string path)
    {
        JsonFields fields = Open(path);
        Product product = fields.Product("product");
        ArchivedImage release = ReadImage(fields, product, BaseKind.Release);
        if (Path.GetFileNameWithoutExtension(path) is var name && name != release.Version.ToString())
            throw fields.Fault("version", $"is {release.Version}, the file's name says {name}");
        return release;
    }

    internal static ArchivedBuild ReadBuild(string path)
    {
        JsonFields fields = Open(path);
        Product product = fields.Product("product");
        string configuration = fields.Text("configuration");
        ArchivedImage current = ReadImage(fields.Object("current"), product, BaseKind.Build);
        ArchivedImage? previous = fields.OptionalObject("previous") is { } last ? ReadImage(last, product, BaseKind.Build) : null;
        fields.End();
        return new ArchivedBuild(configuration, current, previous);
    }

    internal static Product ReadProductFile(string path)
    {
        JsonFields fields = Open(path);
        Product product = fields.Product("product");
        fields.End();
        return product;
    }

    internal static JsonFields Open(string path)
    {
        FotaException Damaged(string what) => new(
            ReleaseErrors.ArchiveDamaged,
            $"The archive's '{path}' is damaged: {what}.",
            "Restore the file from version control or a copy, or remove the release with fota bases remove and add its image again.")
        {
            File = path,
        };
        if (RegularFile.IsSpecial(path))
            throw Damaged("it is a pipe or a device, not a file");
        return JsonFields.Parse(RegularFile.Read(path, MaxLength), MaxLength, Damaged, Damaged);
    }

    private static ImageSignature ReadSignature(JsonFields fields)
    {
        if (!SignatureAlgorithms.TryParse(fields.Text("algorithm"), out SignatureAlgorithm algorithm))
            throw fields.Fault("algorithm", "names no algorithm that is known");
        var signature = new ImageSignature(algorithm, fields.Text("keyId"), fields.Text("value"));
        if (!Convert.TryFromBase64String(signature.Base64, new byte[ImageSignature.MaxLength], out _))
            throw fields.Fault("value", $"is not Base64 of at most {ImageSignature.MaxLength} bytes");
        fields.End();
        return signature;
    }

    private static void WriteImage(Utf8JsonWriter json, ArchivedImage image)
    {
        json.WriteString("version", image.Version.ToString());
        json.WriteNumber("size", image.Size.Bytes);
        json.WriteString("sha256", image.Digest.ToString());
        json.WriteString("added", image.Added.ToUniversalTime().ToString(JsonFields.TimeFormat, CultureInfo.InvariantCulture));
        if (image.SourceRevision is not null)
            json.WriteString("sourceRevision", image.SourceRevision);
        if (image.Signature is not { } signature)
            return;
        json.WriteStartObject("signature");
        json.WriteString("algorithm", signature.Algorithm.Name());
        json.WriteString("keyId", signature.KeyId);
        json.WriteString("value", signature.Base64);
        json.WriteEndObject();
    }

    private static ArchivedImage ReadImage(JsonFields fields, Product product, BaseKind kind)
    {
        var image = new ArchivedImage
        {
            Product = product,
            Kind = kind,
            Version = fields.Version("version"),
            Size = fields.Size("size"),
            Digest = fields.Digest("sha256"),
            Added = fields.Time("added"),
            SourceRevision = fields.OptionalText("sourceRevision"),
            Signature = fields.OptionalObject("signature") is { } signature ? ReadSignature(signature) : null,
        };
        fields.End();
        return image;
    }
}
