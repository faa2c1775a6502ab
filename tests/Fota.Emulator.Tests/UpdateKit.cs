using Fota.Delta;
using Fota.Delta.InPlace;
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

    /// <summary>The update from one image to another, as a patch, or as a full image without a base.</summary>
    public static UpdateContainer Update(
        byte[]? from, byte[] to, PatchFormat format = PatchFormat.JojoDiff085, SigningKey? key = null, SignatureAlgorithm? algorithm = null)
    {
        byte[] payload = from is null ? to : PatchEncoder.Encode(from, to, new PatchEncoderOptions { Format = format });
        VerificationKey publicKey = (key ?? Key).PublicKey;
        ImageInfoRecord? info = ImageInfoRecord.Find(to);
        UpdateHeader header = new()
        {
            Product = info?.Product ?? ProductId.Of("none"),
            Version = info?.Version ?? default,
            SecurityCounter = info?.SecurityCounter ?? 0,
            Algorithm = algorithm ?? SignatureAlgorithms.Default(publicKey.Kind),
            SignatureLength = FixedSizeSignature.LengthOf(publicKey),
            KeyId = publicKey.KeyId[..UpdateHeader.KeyIdDigits],
            PatchFormat = from is null ? null : format,
            DecoderMemory = from is null ? 0 : (uint)PatchStatistics.Of(payload, format).DecoderMemory,
            BaseSize = (uint)(from?.Length ?? 0),
            BaseDigest = from is null ? default : Sha256Digest.Of(from),
            NewSize = (uint)to.Length,
            NewDigest = Sha256Digest.Of(to),
            PayloadSize = (uint)payload.Length,
            PayloadDigest = Sha256Digest.Of(payload),
        };
        return Signed(header, payload, key);
    }

    /// <summary>The same for devices with one slot.</summary>
    public static UpdateContainer InPlace(byte[] from, byte[] to, FlashRegion region, int[]? places = null)
    {
        InPlaceUpdate update = InPlaceEncoder.Encode(from, to, region);
        byte[] plan = places is null ? update.Plan.ToBytes() : [.. places.SelectMany(place => (byte[])[(byte)place, (byte)(place >> 8)])];
        byte[] payload = [.. plan, .. update.Patch];
        return Signed(
            Update(from, to).Header with
            {
                Plan = new PlanFields((uint)region.BlockSize, (ushort)region.Blocks, (ushort)(plan.Length / InPlacePlan.RunSize)),
                PayloadSize = (uint)payload.Length,
                PayloadDigest = Sha256Digest.Of(payload),
            },
            payload);
    }

    /// <summary>An update whose header is signed as it is, whatever it says.</summary>
    public static UpdateContainer Signed(UpdateHeader header, ReadOnlyMemory<byte> payload, SigningKey? key = null) =>
        new(header, FixedSizeSignature.From(header.Algorithm, Sign(header, key)), payload);

    /// <summary>The update with something else in its header, signed again.</summary>
    public static UpdateContainer Resigned(this UpdateContainer update, Func<UpdateHeader, UpdateHeader> change, SigningKey? key = null) =>
        Signed(change(update.Header), update.Payload, key);

    private static byte[] Sign(UpdateHeader header, SigningKey? key) =>
        new KeyFileSigner(key ?? Key, header.Algorithm).SignDigest(header.SignedDigest.ToByteArray());
}
