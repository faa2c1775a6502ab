using System.Numerics;
using System.Security.Cryptography;
using Fota.Delta;
using Fota.Errors;
using Fota.Release.Container;
using Fota.Release.Images;
using Fota.Signing;

namespace Fota.Emulator.Tests;

/// <summary>What a device must not install, whoever made it.</summary>
public class RefusedUpdateTests
{
    private const int KB = 1024;

    private static readonly byte[] Old = Firmware.ForOtherHardware("1.1.0", 8 * KB);
    private static readonly byte[] New = Firmware.ForOtherHardware("1.2.0", 8 * KB);

    [Fact]
    public async Task A_signature_by_another_key() =>
        await AssertRefusedAsync(UpdateKit.Update(Old, New, signature: UpdateKit.Sign(New, UpdateKit.OtherKey)), "bad-signature");

    [Fact]
    public async Task A_signature_over_another_image() =>
        await AssertRefusedAsync(UpdateKit.Update(Old, New, signature: UpdateKit.Sign(Old)), "bad-signature");

    [Fact]
    public async Task A_signature_of_another_algorithm_than_the_header_says() =>
        await AssertRefusedAsync(UpdateKit.Update(Old, New, algorithm: SignatureAlgorithm.RsaPssSha256), "bad-signature");

    [Fact]
    public async Task A_signature_of_another_length_than_the_key() =>
        await AssertRefusedAsync(UpdateKit.Update(Old, New, signature: [.. UpdateKit.Sign(New), 0]), "bad-signature");

    [Fact]
    public async Task An_ECDSA_signature_where_no_such_key_is_trusted()
    {
        using SigningKey key = SigningKey.Generate(KeyType.EcP256);
        byte[] signature = UpdateKit.Sign(New, key, SignatureAlgorithm.EcdsaP256Sha256);

        await AssertRefusedAsync(UpdateKit.Update(Old, New, signature: signature, algorithm: SignatureAlgorithm.EcdsaP256Sha256), "bad-signature");
    }

    /// <summary>Whoever has the key could sign a bare digest by mistake; padding is part of the proof.</summary>
    [Theory]
    [InlineData("unpadded")]
    [InlineData("trailing garbage")]
    [InlineData("wrong hash identifier")]
    [InlineData("short padding")]
    public async Task A_crafted_PKCS1_signature(string how)
    {
        using RSA rsa = RSA.Create(2048);
        string certs = UpdateKit.WriteCerts(VerificationKey.Parse(rsa.ExportSubjectPublicKeyInfo(), "test"));
        byte[] signature = RawSign(rsa.ExportParameters(true), Encode(how, SHA256.HashData(New)));

        await AssertRefusedAsync(UpdateKit.Update(Old, New, signature: signature), "bad-signature", certs);
    }

    /// <summary>With exponent 3, a cube root of a block that only begins right needs no key at all.</summary>
    [Fact]
    public async Task A_forged_signature_for_a_key_with_exponent_3()
    {
        string certs = Path.Combine(TemporaryFolder.UntilExit(), "update_certs.h");
        string modulus = Convert.ToHexString(UpdateKit.Key.PublicKey.Modulus.Span);
        await File.WriteAllTextAsync(certs, $"#define UPDATE_CERT_MODULUS \"{modulus}\"\n#define UPDATE_CERT_EXPONENT \"03\"\n", TestContext.Current.CancellationToken);
        byte[] begin = Encode("trailing garbage", SHA256.HashData(New));
        BigInteger root = CubeRootAbove(new BigInteger(begin, isUnsigned: true, isBigEndian: true));
        byte[] forged = root.ToByteArray(isUnsigned: true, isBigEndian: true);

        await AssertRefusedAsync(UpdateKit.Update(Old, New, signature: [.. new byte[256 - forged.Length], .. forged]), "bad-signature", certs);
    }

    [Fact]
    public async Task A_patch_for_another_base() =>
        await AssertRefusedAsync(UpdateKit.Update(Firmware.ForOtherHardware("1.0.0", 8 * KB), New), "wrong-base", flashTouched: false);

    [Fact]
    public async Task An_older_version() => await AssertRefusedAsync(UpdateKit.Update(Old, Firmware.ForOtherHardware("1.0.9", 8 * KB)), "older-version");

    [Fact]
    public async Task Another_product() => await AssertRefusedAsync(
        UpdateKit.Update(Old, Firmware.ForOtherHardware("1.2.0", 8 * KB, "Other")), "wrong-product", flashTouched: false);

    [Fact]
    public async Task Another_product_whose_header_lies()
    {
        UpdateContainer update = UpdateKit.Update(Old, Firmware.ForOtherHardware("1.2.0", 8 * KB, "Other"));

        await AssertRefusedAsync(update with { Header = update.Header with { Product = ProductId.Of("Test") } }, "wrong-product");
    }

    [Fact]
    public async Task An_image_without_an_info_record()
    {
        byte[] bare = New[..^ImageInfoRecord.Size];
        UpdateContainer update = UpdateKit.Update(Old, bare);

        await AssertRefusedAsync(update with { Header = update.Header with { Product = ProductId.Of("Test") } }, "no-info");
    }

    [Fact]
    public async Task An_image_that_no_slot_holds()
    {
        UpdateContainer update = UpdateKit.Update(Old, New);

        await AssertRefusedAsync(update with { Header = update.Header with { NewSize = 200 * KB } }, "too-large", flashTouched: false);
    }

    [Fact]
    public async Task A_patch_that_makes_more_than_was_announced()
    {
        UpdateContainer update = UpdateKit.Update(Old, New);

        await AssertRefusedAsync(update with { Header = update.Header with { NewSize = (uint)New.Length - 1 } }, "bad-patch");
    }

    [Fact]
    public async Task A_patch_that_makes_less_than_was_announced()
    {
        UpdateContainer update = UpdateKit.Update(Old, New);

        await AssertRefusedAsync(update with { Header = update.Header with { NewSize = (uint)New.Length + 1 } }, "wrong-result");
    }

    [Fact]
    public async Task A_patch_that_makes_another_image()
    {
        UpdateContainer update = UpdateKit.Update(Old, New);
        byte[] other = Firmware.ForOtherHardware("1.3.0", 8 * KB);
        byte[] patch = PatchEncoder.Encode(Old, other, cancellationToken: TestContext.Current.CancellationToken);

        await AssertRefusedAsync(
            update with { Payload = patch, Header = update.Header with { PayloadSize = (uint)patch.Length } }, "wrong-result");
    }

    [Fact]
    public async Task Data_without_an_operation_in_the_older_format()
    {
        UpdateContainer update = UpdateKit.Update(Old, New);

        await AssertRefusedAsync(update with { Header = update.Header with { PatchFormat = PatchFormat.JojoDiff081 } }, "bad-patch", flashTouched: false);
    }

    [Theory]
    [InlineData(4, 2, "unsupported")]
    [InlineData(8, 7, "unsupported")]
    [InlineData(30, 1, "damaged-header")]
    [InlineData(0, (byte)'X', "not requested")]
    public async Task A_header_that_says_something_else(int offset, byte value, string reason)
    {
        byte[] container = UpdateKit.Update(Old, New).ToByteArray();
        container[offset] = value;
        if (reason == "unsupported")
            Crc32Of(container.AsSpan(0, 124)).CopyTo(container.AsSpan(124));

        EmulationResult result = await RunAsync(container);

        Assert.Equal(reason == "not requested" ? EmulationOutcome.NotRequested : EmulationOutcome.Refused, result.Outcome);
        Assert.Equal(reason == "not requested" ? null : reason, result.Reason);
    }

    [Theory]
    [InlineData(127)]
    [InlineData(200)]
    [InlineData(-1)]
    public async Task A_download_that_is_cut_off(int length)
    {
        byte[] container = UpdateKit.Update(Old, New).ToByteArray();

        // The area behind a short download is blank: the device cannot know its length from the flash alone.
        EmulationResult result = await RunAsync(container[..(length < 0 ? container.Length + length : length)]);

        Assert.Equal(EmulationOutcome.Refused, result.Outcome);
        Assert.Equal(Sha256Digest.Of(Old).ToString(), result.FinalImage);
    }

    [Fact]
    public async Task Nothing_but_bytes_behind_the_update_are_ignored()
    {
        byte[] container = [.. UpdateKit.Update(Old, New).ToByteArray(), .. new byte[500]];

        EmulationResult result = await RunAsync(container);

        Assert.Equal(EmulationOutcome.Updated, result.Outcome);
    }

    private static async Task AssertRefusedAsync(UpdateContainer update, string reason, string? certs = null, bool flashTouched = true)
    {
        EmulationResult result = await RunAsync(update.ToByteArray(), certs);

        Assert.Equal(EmulationOutcome.Refused, result.Outcome);
        Assert.Equal(reason, result.Reason);
        Assert.Equal(Sha256Digest.Of(Old).ToString(), result.FinalImage);
        Assert.All(result.Applications, a => Assert.Equal("1.1.0", a.Version!.ToString()));
        Assert.Equal(flashTouched, ErasesOfSlot1(result) > 0);
        FotaException error = Assert.Throws<FotaException>(() => result.EnsureUpdated(new DeviceProfile()));
        Assert.Equal(reason == "too-large" ? EmulatorErrors.FlashTooSmall : EmulatorErrors.UpdateRefused, error.Code);
    }

    /// <summary>The slot that an update is built in; its first sector lies in the middle third of the flash.</summary>
    private static int ErasesOfSlot1(EmulationResult result)
    {
        int sectors = result.Flash.ErasesBySector.Count;
        return result.Flash.ErasesBySector.Skip(sectors / 3).Take(sectors / 3).Sum();
    }

    private static Task<EmulationResult> RunAsync(byte[] container, string? certs = null) => new DeviceEmulator(UpdateKit.Tools).RunAsync(
        new UpdateScenario { BaseImage = Old, UpdateContainer = container, CertsHeader = certs ?? UpdateKit.Certs },
        TestContext.Current.CancellationToken);

    /// <summary>A PKCS#1 v1.5 block (RFC 8017, 9.2) with something wrong in it.</summary>
    private static byte[] Encode(string how, byte[] digest)
    {
        byte[] sha256 = Convert.FromHexString("3031300d060960864801650304020105000420");
        byte[] sha512 = Convert.FromHexString("3051300d060960864801650304020305000440");
        byte[] info = how == "wrong hash identifier" ? [.. sha512, .. digest] : [.. sha256, .. digest];
        return how switch
        {
            "unpadded" => [.. new byte[256 - digest.Length], .. digest],
            "trailing garbage" => Padded(8, info, 256),
            "short padding" => [0, .. Padded(255 - 3 - info.Length, info, 255)],
            _ => Padded(256 - 3 - info.Length, info, 256),
        };
    }

    private static byte[] Padded(int padding, byte[] info, int size)
    {
        byte[] block = [0, 1, .. Enumerable.Repeat((byte)0xFF, padding), 0, .. info];
        return [.. block, .. new byte[size - block.Length]];
    }

    private static byte[] RawSign(RSAParameters key, byte[] block)
    {
        BigInteger n = new(key.Modulus, isUnsigned: true, isBigEndian: true);
        BigInteger d = new(key.D, isUnsigned: true, isBigEndian: true);
        byte[] s = BigInteger.ModPow(new BigInteger(block, isUnsigned: true, isBigEndian: true), d, n).ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[256 - s.Length], .. s];
    }

    private static BigInteger CubeRootAbove(BigInteger value)
    {
        BigInteger low = 0;
        BigInteger high = BigInteger.One << 700;
        while (low < high)
        {
            BigInteger middle = (low + high) / 2;
            if (middle * middle * middle < value)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private static byte[] Crc32Of(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in data)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }

        return BitConverter.GetBytes(~crc);
    }
}
