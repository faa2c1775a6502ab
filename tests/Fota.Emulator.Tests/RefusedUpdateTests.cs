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

    /// <summary>The first sector of the download, and a block for each of two marks.</summary>
    private const int ErasesOfRefusal = 3;

    private static readonly byte[] s_old = Firmware.ForOtherHardware("1.1.0", 8 * KB);
    private static readonly byte[] s_new = Firmware.ForOtherHardware("1.2.0", 8 * KB);

    [Fact]
    public async Task A_signature_by_another_key() =>
        await AssertRefusedAsync(UpdateKit.Update(s_old, s_new).Resigned(header => header, UpdateKit.OtherKey), "bad-signature", flashTouched: false);

    /// <summary>The key was trusted once: a later update_certs.h does not have it.</summary>
    [Fact]
    public async Task A_signature_by_a_revoked_key() =>
        await AssertRefusedAsync(UpdateKit.Update(s_old, s_new, key: UpdateKit.OtherKey), "unknown-key", flashTouched: false);

    /// <summary>The signed header says what the decoder needs, so that a device knows before the first erase.</summary>
    [Fact]
    public async Task A_compact_patch_that_needs_more_memory_than_there_is() => await AssertRefusedAsync(
        UpdateKit.Update(s_old, s_new, PatchFormat.Compact).Resigned(header => header with { DecoderMemory = 32 * KB }), "patch-memory", flashTouched: false);

    /// <summary>Enough for the header, too little for the patch: the decoder refuses it.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(1200)]
    public async Task A_compact_patch_whose_header_says_too_little_memory(uint memory) => await AssertRefusedAsync(
        UpdateKit.Update(s_old, s_new, PatchFormat.Compact).Resigned(header => header with { DecoderMemory = memory }), "bad-patch", flashTouched: false);

    [Fact]
    public async Task A_signature_over_another_header() => await AssertRefusedAsync(
        UpdateKit.Update(s_old, s_new) with { Signature = UpdateKit.Update(s_old, Firmware.ForOtherHardware("1.3.0", 8 * KB)).Signature },
        "bad-signature",
        flashTouched: false);

    [Fact]
    public async Task A_signature_of_another_algorithm_than_the_header_says()
    {
        UpdateContainer update = UpdateKit.Update(s_old, s_new);

        await AssertRefusedAsync(
            update with { Header = update.Header with { Algorithm = SignatureAlgorithm.RsaPssSha256 } }, "bad-signature", flashTouched: false);
    }

    [Theory]
    [InlineData(255)]
    [InlineData(257)]
    [InlineData(512)]
    public async Task A_signature_of_another_length_than_the_key(int length)
    {
        UpdateContainer update = UpdateKit.Update(s_old, s_new);
        byte[] signature = new byte[length];
        update.Signature.Span[..Math.Min(length, 256)].CopyTo(signature);

        await AssertRefusedAsync(
            update with { Header = update.Header with { SignatureLength = length }, Signature = signature }, "bad-signature", flashTouched: false);
    }

    [Fact]
    public async Task An_ECDSA_signature_where_no_such_key_is_trusted()
    {
        using SigningKey key = SigningKey.Generate(KeyType.EcP256);

        await AssertRefusedAsync(UpdateKit.Update(s_old, s_new, key: key), "unknown-key", flashTouched: false);
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
        VerificationKey key = VerificationKey.Parse(rsa.ExportSubjectPublicKeyInfo(), "test");
        UpdateContainer update = UpdateKit.Update(s_old, s_new);
        UpdateHeader header = update.Header with { KeyId = key.KeyId[..UpdateHeader.KeyIdDigits] };
        byte[] signature = RawSign(rsa.ExportParameters(true), Encode(how, header.SignedDigest.ToByteArray()));

        await AssertRefusedAsync(
            new UpdateContainer(header, signature, update.Payload), "bad-signature", UpdateKit.WriteCerts(key), flashTouched: false);
    }

    /// <summary>One that is not below the modulus leaves the same when it is divided by it; some have the size of a signature.</summary>
    [Fact]
    public async Task A_signature_to_which_the_modulus_was_added()
    {
        UpdateContainer update = UpdateKit.Update(s_old, s_new);
        BigInteger modulus = new(UpdateKit.Key.PublicKey.Modulus.Span, isUnsigned: true, isBigEndian: true);
        byte[] sum;
        do
        {
            update = update.Resigned(header => header with { SecurityCounter = header.SecurityCounter + 1 });
            sum = (new BigInteger(update.Signature.Span, isUnsigned: true, isBigEndian: true) + modulus).ToByteArray(isUnsigned: true, isBigEndian: true);
        }
        while (sum.Length > 256);

        await AssertRefusedAsync(update with { Signature = sum }, "bad-signature", flashTouched: false);
    }

    /// <summary>With exponent 3, a cube root of a block that only begins right needs no key at all.</summary>
    [Fact]
    public async Task A_forged_signature_for_a_key_with_exponent_3()
    {
        string certs = UpdateKit.WriteCerts(UpdateKit.Key.PublicKey);
        string text = await File.ReadAllTextAsync(certs, TestContext.Current.CancellationToken);
        const string Exponent = """
            "\x01\x00\x01", 3
            """;
        Assert.Contains(Exponent, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(certs, text.Replace(Exponent, "\"\\x03\", 1", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        UpdateContainer update = UpdateKit.Update(s_old, s_new);
        byte[] begin = Encode("trailing garbage", update.Header.SignedDigest.ToByteArray());
        BigInteger root = CubeRootAbove(new BigInteger(begin, isUnsigned: true, isBigEndian: true));
        byte[] forged = root.ToByteArray(isUnsigned: true, isBigEndian: true);

        await AssertRefusedAsync(
            update with { Signature = (byte[])[.. new byte[256 - forged.Length], .. forged] }, "bad-signature", certs, flashTouched: false);
    }

    [Fact]
    public async Task A_patch_for_another_base() =>
        await AssertRefusedAsync(UpdateKit.Update(Firmware.ForOtherHardware("1.0.0", 8 * KB), s_new), "wrong-base", flashTouched: false);

    [Fact]
    public async Task An_older_version() => await AssertRefusedAsync(
        UpdateKit.Update(s_old, Firmware.ForOtherHardware("1.0.9", 8 * KB)), "older-version", flashTouched: false);

    [Fact]
    public async Task The_update_to_what_runs_already() =>
        await AssertRefusedAsync(UpdateKit.Update(null, s_old), "same-image", flashTouched: false);

    [Fact]
    public async Task Another_image_of_the_same_version_unless_the_product_allows_it()
    {
        UpdateScenario scenario = new()
        {
            BaseImage = s_old,
            UpdateContainer = UpdateKit.Update(s_old, Firmware.ForOtherHardware("1.1.0", 8 * KB, seed: 2)).ToByteArray(),
            CertsHeader = UpdateKit.Certs,
        };
        DeviceEmulator emulator = new(UpdateKit.Tools);

        EmulationResult refused = await emulator.RunAsync(scenario, TestContext.Current.CancellationToken);
        EmulationResult allowed = await emulator.RunAsync(scenario with { AllowSameVersion = true }, TestContext.Current.CancellationToken);

        Assert.Equal((EmulationOutcome.Refused, "same-version"), (refused.Outcome, refused.Reason));
        Assert.Equal(0, ErasesOfSlot1(refused));
        Assert.Equal(EmulationOutcome.Updated, allowed.Outcome);
    }

    [Fact]
    public async Task A_newer_version_with_a_lower_security_counter()
    {
        byte[] old = Firmware.ForOtherHardware("1.1.0", 8 * KB, securityCounter: 7);
        UpdateContainer update = UpdateKit.Update(old, Firmware.ForOtherHardware("1.2.0", 8 * KB, securityCounter: 6));

        EmulationResult result = await RunAsync(update.ToByteArray(), from: old);

        Assert.Equal("lower-counter", result.Reason);
        Assert.Equal(0, ErasesOfSlot1(result));
    }

    [Fact]
    public async Task Another_product() => await AssertRefusedAsync(
        UpdateKit.Update(s_old, Firmware.ForOtherHardware("1.2.0", 8 * KB, "Other")), "wrong-product", flashTouched: false);

    /// <summary>Only who has the key can do so; the next update is compared with the record.</summary>
    [Theory]
    [InlineData("product")]
    [InlineData("version")]
    [InlineData("counter")]
    public async Task A_signed_header_that_says_something_else_than_the_record_in_its_image(string what)
    {
        byte[] next = Firmware.ForOtherHardware("1.2.0", 8 * KB, what == "product" ? "Other" : "Test");

        await AssertRefusedAsync(
            UpdateKit.Update(s_old, next).Resigned(header => what switch
            {
                "product" => header with { Product = ProductId.Of("Test") },
                "version" => header with { Version = header.Version with { Major = 2 } },
                _ => header with { SecurityCounter = 1 },
            }),
            "wrong-info");
    }

    [Fact]
    public async Task An_image_without_an_info_record()
    {
        byte[] bare = s_new[..^ImageInfoRecord.Size];

        await AssertRefusedAsync(
            UpdateKit.Update(s_old, bare).Resigned(header => header with { Product = ProductId.Of("Test"), Version = new VersionNumbers(2, 0, 0, 0) }),
            "no-info");
    }

    [Fact]
    public async Task An_image_that_no_slot_holds() => await AssertRefusedAsync(
        UpdateKit.Update(s_old, s_new).Resigned(header => header with { NewSize = 200 * KB }), "too-large", flashTouched: false);

    [Fact]
    public async Task A_base_that_no_slot_holds() => await AssertRefusedAsync(
        UpdateKit.Update(s_old, s_new).Resigned(header => header with { BaseSize = 200 * KB }), "wrong-base", flashTouched: false);

    [Fact]
    public async Task The_header_of_one_update_with_the_payload_of_another()
    {
        UpdateContainer other = UpdateKit.Update(s_old, Firmware.ForOtherHardware("1.3.0", 8 * KB));
        byte[] payload = new byte[UpdateKit.Update(s_old, s_new).Payload.Length];
        other.Payload.Span[..Math.Min(payload.Length, other.Payload.Length)].CopyTo(payload);

        await AssertRefusedAsync(UpdateKit.Update(s_old, s_new) with { Payload = payload }, "wrong-payload", flashTouched: false);
    }

    [Fact]
    public async Task A_patch_that_makes_more_than_was_announced() => await AssertRefusedAsync(
        UpdateKit.Update(s_old, s_new).Resigned(header => header with { NewSize = (uint)s_new.Length - 1 }), "bad-patch");

    [Fact]
    public async Task A_patch_that_makes_less_than_was_announced() => await AssertRefusedAsync(
        UpdateKit.Update(s_old, s_new).Resigned(header => header with { NewSize = (uint)s_new.Length + 1 }), "wrong-result");

    [Fact]
    public async Task A_signed_patch_that_makes_another_image() => await AssertRefusedAsync(
        UpdateKit.Update(s_old, s_new).Resigned(header => header with { NewDigest = Sha256Digest.Of([1, 2, 3]) }), "wrong-result");

    [Fact]
    public async Task Data_without_an_operation_in_the_older_format() => await AssertRefusedAsync(
        UpdateKit.Update(s_old, s_new).Resigned(header => header with { PatchFormat = PatchFormat.JojoDiff081 }), "bad-patch", flashTouched: false);

    /// <summary>Each field of the header alone; the check sum is right, since an attacker can compute it.</summary>
    [Theory]
    [InlineData(4, "unsupported")] // header version
    [InlineData(6, "unsupported")] // header size
    [InlineData(8, "wrong-product")]
    [InlineData(16, "older-version")] // major
    [InlineData(18, "bad-signature")] // minor
    [InlineData(24, "bad-signature")] // security counter
    [InlineData(28, "bad-signature")] // signature algorithm: PSS
    [InlineData(29, "unsupported")] // reserved
    [InlineData(30, "bad-signature")] // signature size
    [InlineData(32, "unknown-key")]
    [InlineData(40, "unsupported")] // payload format
    [InlineData(41, "unsupported")] // dialect
    [InlineData(42, "damaged-header")] // plan
    [InlineData(43, "unsupported")] // encryption
    [InlineData(44, "damaged-header")] // memory, which JojoDiff does not need
    [InlineData(48, "bad-signature")] // base size
    [InlineData(52, "bad-signature")] // new size
    [InlineData(56, "bad-signature")] // payload size
    [InlineData(60, "unsupported")] // reserved
    [InlineData(64, "bad-signature")] // base digest
    [InlineData(96, "bad-signature")] // new digest
    [InlineData(128, "bad-signature")] // payload digest
    [InlineData(160, "unsupported")] // reserved
    [InlineData(187, "unsupported")]
    public async Task A_header_of_which_a_field_was_changed(int offset, string reason)
    {
        byte[] container = UpdateKit.Update(s_old, s_new).ToByteArray();
        container[offset] ^= offset == 28 ? (byte)3 : (byte)1;
        Crc32Of(container.AsSpan(0, 188)).CopyTo(container.AsSpan(188));

        EmulationResult result = await RunAsync(container);

        Assert.Equal((EmulationOutcome.Refused, reason), (result.Outcome, result.Reason));
        Assert.Equal(0, ErasesOfSlot1(result));
    }

    [Fact]
    public async Task A_header_with_a_wrong_check_sum()
    {
        byte[] container = UpdateKit.Update(s_old, s_new).ToByteArray();
        container[188] ^= 1;

        Assert.Equal("damaged-header", (await RunAsync(container)).Reason);
    }

    [Fact]
    public async Task What_is_no_update_is_not_looked_at()
    {
        byte[] container = UpdateKit.Update(s_old, s_new).ToByteArray();
        container[0] = (byte)'X';

        EmulationResult result = await RunAsync(container);

        Assert.Equal((EmulationOutcome.NotRequested, null), (result.Outcome, result.Reason));
    }

    [Theory]
    [InlineData(191)]
    [InlineData(300)]
    [InlineData(-1)]
    public async Task A_download_that_is_cut_off(int length)
    {
        byte[] container = UpdateKit.Update(s_old, s_new).ToByteArray();

        // The area behind a short download is blank: the device cannot know its length from the flash alone.
        EmulationResult result = await RunAsync(container[..(length < 0 ? container.Length + length : length)]);

        Assert.Equal(EmulationOutcome.Refused, result.Outcome);
        Assert.Equal(Sha256Digest.Of(s_old).ToString(), result.FinalImage);
    }

    [Fact]
    public async Task Nothing_but_bytes_behind_the_update_are_ignored()
    {
        byte[] container = [.. UpdateKit.Update(s_old, s_new).ToByteArray(), .. new byte[500]];

        EmulationResult result = await RunAsync(container);

        Assert.Equal(EmulationOutcome.Updated, result.Outcome);
    }

    private static async Task AssertRefusedAsync(UpdateContainer update, string reason, string? certs = null, bool flashTouched = true)
    {
        EmulationResult result = await RunAsync(update.ToByteArray(), certs);

        Assert.Equal(EmulationOutcome.Refused, result.Outcome);
        Assert.Equal(reason, result.Reason);
        Assert.Equal(Sha256Digest.Of(s_old).ToString(), result.FinalImage);
        Assert.All(result.Applications, a => Assert.Equal("1.1.0", a.Version!.ToString()));
        Assert.Equal(flashTouched, ErasesOfSlot1(result) > 0);
        Assert.Equal(!flashTouched, result.Flash.Erases == ErasesOfRefusal);
        FotaException error = Assert.Throws<FotaException>(() => result.EnsureUpdated(new DeviceProfile()));
        Assert.Equal(
            reason switch
            {
                "too-large" => EmulatorErrors.FlashTooSmall,
                "patch-memory" => EmulatorErrors.RamTooSmall,
                _ => EmulatorErrors.UpdateRefused,
            },
            error.Code);
    }

    /// <summary>The slot that an update is built in; its first sector lies in the middle third of the flash.</summary>
    private static int ErasesOfSlot1(EmulationResult result)
    {
        int sectors = result.Flash.ErasesBySector.Count;
        return result.Flash.ErasesBySector.Skip(sectors / 3).Take(sectors / 3).Sum();
    }

    private static Task<EmulationResult> RunAsync(byte[] container, string? certs = null, byte[]? from = null) => new DeviceEmulator(UpdateKit.Tools).RunAsync(
        new UpdateScenario { BaseImage = from ?? s_old, UpdateContainer = container, CertsHeader = certs ?? UpdateKit.Certs },
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
