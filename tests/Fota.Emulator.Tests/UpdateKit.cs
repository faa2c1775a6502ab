using System.Security.Cryptography;
using Fota.Delta;
using Fota.Release.Container;
using Fota.Release.Images;
using Fota.Signing;

namespace Fota.Emulator.Tests;

/// <summary>Keys and update files, made by the product itself.</summary>
internal static class UpdateKit
{
    public static readonly EmulatorTools Tools = EmulatorTools.Locate(mbedTls: Repository.MbedTls, cache: Repository.PathOf("artifacts", "emulator"));

    /// <summary>What firmware includes: the folders that the build names in FotaIncludeDir.</summary>
    public static readonly string[] Includes =
        ["-I", Path.Combine(Tools.DeviceSources, "lib"), "-I", Path.Combine(Tools.DeviceSources, "bootloader")];

    public static readonly SigningKey Key = SigningKey.Generate(KeyType.Rsa2048);
    public static readonly SigningKey OtherKey = SigningKey.Generate(KeyType.Rsa2048);

    public static readonly string Certs = WriteCerts(Key.PublicKey);

    /// <summary>Writes an update_certs.h with the keys.</summary>
    public static string WriteCerts(params VerificationKey[] keys)
    {
        string path = Path.Combine(TemporaryFolder.UntilExit(), "update_certs.h");
        File.WriteAllText(path, CertificateHeader.Generate(keys));
        return path;
    }

    public static byte[] Sign(byte[] image, SigningKey? key = null, SignatureAlgorithm? algorithm = null) =>
        new KeyFileSigner(key ?? Key, algorithm).SignDigest(SHA256.HashData(image));

    /// <summary>The update from one image to another, as a patch, or as a full image without a base.</summary>
    public static UpdateContainer Update(
        byte[]? from, byte[] to, PatchFormat format = PatchFormat.JojoDiff085, byte[]? signature = null, SignatureAlgorithm algorithm = SignatureAlgorithm.RsaPkcs1Sha256)
    {
        signature ??= Sign(to);
        byte[] payload = from is null ? to : PatchEncoder.Encode(from, to, new PatchEncoderOptions { Format = format });
        UpdateHeader header = new()
        {
            PatchFormat = from is null ? null : format,
            Algorithm = algorithm,
            SignatureLength = signature.Length,
            Product = ImageInfoRecord.Find(to)?.Product ?? ProductId.Of("none"),
            BaseSize = (uint)(from?.Length ?? 0),
            BaseDigest = from is null ? default : Sha256Digest.Of(from),
            NewSize = (uint)to.Length,
            NewDigest = Sha256Digest.Of(to),
            PayloadSize = (uint)payload.Length,
        };
        return new UpdateContainer(header, signature, payload);
    }
}
