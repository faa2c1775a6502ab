using Fota.Delta;
using Fota.Delta.InPlace;
using Fota.Release.Images;
using Fota.Release.Store;
using Fota.Signing;

namespace Fota.Release.Manifest;

/// <summary>The full image of a package, in <see cref="PackageFiles.Image"/> and <see cref="PackageFiles.FullContainer"/>.</summary>
/// <param name="Size">Its size.</param>
/// <param name="Digest">Its SHA-256.</param>
public sealed record ManifestImage(ByteSize Size, Sha256Digest Digest);

/// <summary>How image and manifest are signed, in <see cref="PackageFiles.Signature"/> and <see cref="PackageFiles.ManifestSignature"/>.</summary>
/// <param name="Algorithm">The algorithm.</param>
/// <param name="KeyId">The SHA-256 of the public key's SubjectPublicKeyInfo, as 64 lower-case hexadecimal digits.</param>
/// <param name="Size">The size of the signature in each file for devices.</param>
public sealed record ManifestSignature(SignatureAlgorithm Algorithm, string KeyId, ByteSize Size)
{
    internal static ManifestSignature Of(SignatureAlgorithm algorithm, VerificationKey key) =>
        new(algorithm, key.KeyId, new ByteSize(FixedSizeSignature.LengthOf(key)));
}

/// <summary>The image that a patch applies to.</summary>
/// <param name="Kind">Whether devices in the field run it.</param>
/// <param name="Version">Its version.</param>
/// <param name="Size">Its size.</param>
/// <param name="Digest">Its SHA-256.</param>
public sealed record ManifestBase(BaseKind Kind, FirmwareVersion Version, ByteSize Size, Sha256Digest Digest);

/// <summary>A patch of a package.</summary>
/// <param name="File">The file with the patch.</param>
/// <param name="Container">The file for the device.</param>
/// <param name="Size">The size of the patch.</param>
/// <param name="Digest">The SHA-256 of the patch.</param>
/// <param name="Format">What it is written in.</param>
/// <param name="Base">The image that it applies to.</param>
public sealed record ManifestPatch(
    string File, string Container, ByteSize Size, Sha256Digest Digest, PatchFormat Format, ManifestBase Base)
{
    /// <summary>The RAM that a device's decoder needs for the patch, its stack included; 0 unless it is compact.</summary>
    public ByteSize DecoderMemory { get; init; }

    /// <summary>How devices with one slot apply it; null where it is for devices with two alone.</summary>
    public ManifestInPlace? InPlace { get; init; }

    /// <summary>Whether it is for a device with one slot, in the region that it has. A device with two slots, which has none, takes any patch.</summary>
    public bool IsFor(FlashRegion? region) => region is null || InPlace?.Region == region;

    /// <summary>The size of what the container carries: of the patch, and of the plan in front of it.</summary>
    internal ByteSize PayloadSize => new(Size.Bytes + (InPlace?.PlanBytes.Length ?? 0));

    /// <summary>The SHA-256 of what the container carries.</summary>
    internal Sha256Digest PayloadDigest => InPlace?.PayloadDigest ?? Digest;

    /// <summary>What the container carries.</summary>
    internal ReadOnlyMemory<byte> PayloadOf(byte[] patch) => InPlace is null ? patch : (byte[])[.. InPlace.PlanBytes, .. patch];
}

/// <summary>The plan by which devices with one slot apply a patch.</summary>
/// <param name="SectorSize">Bytes of a block of the flash: a sector, or several.</param>
/// <param name="Sectors">Blocks of the region that holds the image.</param>
/// <param name="Plan">The bytes of the plan, as lower-case hexadecimal digits.</param>
/// <param name="PayloadDigest">The SHA-256 of plan and patch together, which the container carries.</param>
public sealed record ManifestInPlace(int SectorSize, int Sectors, string Plan, Sha256Digest PayloadDigest)
{
    /// <summary>The flash that the plan is for.</summary>
    /// <exception cref="Errors.FotaException">There is no such flash (FOTA1020).</exception>
    public FlashRegion Region => new(SectorSize, Sectors);

    internal byte[] PlanBytes => Convert.FromHexString(Plan);

    internal static ManifestInPlace Of(InPlacePlan plan, byte[] patch)
    {
        byte[] bytes = plan.ToBytes();
        return new(
            plan.Region.BlockSize, plan.Region.Blocks, Convert.ToHexString(bytes).ToLowerInvariant(), Sha256Digest.Of([.. bytes, .. patch]));
    }
}
