using Fota.Delta;
using Fota.Errors;
using Fota.Release.Container;
using Fota.Release.Images;
using Fota.Release.Tests.Support;
using Fota.Signing;

namespace Fota.Release.Tests;

/// <summary>The file for devices, byte by byte as docs/format.md has it.</summary>
public sealed class ContainerTests
{
    private static readonly byte[] s_signature = [.. Enumerable.Range(1, 5).Select(value => (byte)value)];
    private static readonly byte[] s_payload = [0xA7, 0xA5, 9, 8];

    [Fact]
    public void The_bytes_are_those_of_the_format_page()
    {
        byte[] file = Patch().ToByteArray();

        Assert.Equal(UpdateHeader.Size + 5 + 4, file.Length);
        Assert.Equal(
            "464F5441" + "0200" + "C000" + "EFCDAB8967452301" + "0100" + "0200" + "0300" + "0400" + "07000000"
            + "01" + "00" + "0500" + "0011223344556677" + "01" + "02" + "00" + "00" + "00000000"
            + "00100000" + "00200000" + "04000000" + "00000000" + new string('A', 64) + new string('B', 64)
            + Sha256Digest.Of(s_payload).ToString().ToUpperInvariant() + new string('0', 56),
            Convert.ToHexString(file.AsSpan(0, 188)));
        Assert.Equal(s_signature, file[192..197]);
        Assert.Equal(s_payload, file[197..]);
    }

    [Fact]
    public void The_checksum_is_the_common_crc32()
    {
        byte[] file = Patch().ToByteArray();

        Assert.Equal(~Crc(file), BitConverter.ToUInt32(file, 188));
    }

    [Fact]
    public void What_was_written_is_read()
    {
        UpdateContainer read = UpdateContainer.Read(Patch().ToByteArray());

        Assert.Equal(Patch().Header, read.Header);
        Assert.Equal(s_payload, read.Payload.ToArray());
    }

    [Fact]
    public void Each_flipped_bit_of_the_header_is_noticed()
    {
        byte[] file = Patch().ToByteArray();
        for (int bit = 0; bit < UpdateHeader.Size * 8; bit++)
        {
            byte[] flipped = [.. file];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            ErrorCode code = Assert.Throws<FotaException>(() => UpdateContainer.Read(flipped)).Code;
            // Another version or size is not read any further.
            if (bit / 8 is not (>= 4 and < 8))
                Assert.Equal(ReleaseErrors.ContainerDamaged, code);
        }
    }

    [Fact]
    public void A_flipped_bit_of_the_payload_is_noticed()
    {
        byte[] file = Full().ToByteArray();
        file[^1] ^= 1;

        Assert.Equal(ReleaseErrors.ContainerDamaged, Assert.Throws<FotaException>(() => UpdateContainer.Read(file)).Code);
    }

    [Fact]
    public void Whatever_is_done_to_a_file_the_reader_only_ever_refuses_it()
    {
        byte[] file = Full().ToByteArray();
        var random = new Random(5);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] mutated = Mutation.Of(file, random);
            try
            {
                Assert.Equal(mutated, UpdateContainer.Read(mutated).ToByteArray());
            }
            catch (FotaException)
            {
                // Refused, as it should be.
            }
        }
    }

    [Fact]
    public void A_plan_is_in_the_header_and_begins_the_payload()
    {
        byte[] file = InPlace().ToByteArray();

        Assert.Equal(1, file[42]);
        Assert.Equal("00100000" + "0400" + "0100" + new string('0', 40), Convert.ToHexString(file.AsSpan(160, 28)));
        UpdateContainer read = UpdateContainer.Read(file);
        Assert.Equal(InPlace().Header, read.Header);
        Assert.Equal([2, 3], read.Plan()!.Places);
        Assert.Equal(s_payload, read.Body.ToArray());
        Assert.Null(UpdateContainer.Read(Patch().ToByteArray()).Plan());
    }

    [Theory]
    [InlineData(42, 2, "FOTA3061")]
    [InlineData(42, 0, "FOTA3061")]
    [InlineData(40, 2, "FOTA3061")]
    [InlineData(160, 1, "FOTA3060")]
    [InlineData(161, 0, "FOTA3060")]
    [InlineData(164, 2, "FOTA3060")]
    [InlineData(164, 0, "FOTA3060")]
    [InlineData(165, 4, "FOTA3060")]
    [InlineData(166, 0, "FOTA3060")]
    [InlineData(166, 3, "FOTA3060")]
    [InlineData(167, 1, "FOTA3060")]
    [InlineData(168, 1, "FOTA3061")]
    public void A_plan_that_contradicts_the_header_is_refused(int offset, byte value, string code)
    {
        byte[] file = InPlace().ToByteArray();
        file[offset] = value;
        BitConverter.TryWriteBytes(file.AsSpan(188), ~Crc(file));

        Assert.Equal(code, Assert.Throws<FotaException>(() => UpdateContainer.Read(file)).Code.Id);
    }

    [Fact]
    public void A_payload_that_does_not_begin_with_its_plan_is_refused()
    {
        byte[] payload = [3, 4, .. s_payload];
        UpdateContainer update = InPlace();
        update = update with { Header = update.Header with { PayloadDigest = Sha256Digest.Of(payload) }, Payload = payload };

        FotaException refused = Assert.Throws<FotaException>(() => UpdateContainer.Read(update.ToByteArray()));

        Assert.Equal(ReleaseErrors.ContainerDamaged, refused.Code);
        Assert.Contains("block 4 of a region that has 4", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, "FOTA3061")]
    [InlineData(28, "FOTA3061")]
    [InlineData(29, "FOTA3061")]
    [InlineData(40, "FOTA3061")]
    [InlineData(41, "FOTA3061")]
    [InlineData(42, "FOTA3061")]
    [InlineData(43, "FOTA3061")]
    [InlineData(44, "FOTA3060")]
    [InlineData(60, "FOTA3061")]
    [InlineData(160, "FOTA3061")]
    [InlineData(187, "FOTA3061")]
    public void A_header_with_a_right_checksum_and_an_unknown_value_is_refused(int offset, string code)
    {
        byte[] file = Patch().ToByteArray();
        file[offset] = 99;
        BitConverter.TryWriteBytes(file.AsSpan(188), ~Crc(file));

        Assert.Equal(code, Assert.Throws<FotaException>(() => UpdateContainer.Read(file)).Code.Id);
    }

    // The register of the CRC-32 that zlib and IEEE 802.3 define, bit by bit.
    private static uint Crc(byte[] file)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in file.AsSpan(0, 188))
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
        }

        return crc;
    }

    [Theory]
    [InlineData(0, SignatureAlgorithm.RsaPkcs1Sha256)]
    [InlineData(513, SignatureAlgorithm.RsaPkcs1Sha256)]
    [InlineData(63, SignatureAlgorithm.EcdsaP256Sha256)]
    [InlineData(72, SignatureAlgorithm.EcdsaP256Sha256)]
    public void A_signature_of_an_impossible_length_is_refused(int length, SignatureAlgorithm algorithm)
    {
        UpdateContainer update = new(
            Patch().Header with { SignatureLength = length, Algorithm = algorithm }, new byte[length], s_payload);

        Assert.Equal(
            ReleaseErrors.ContainerDamaged, Assert.Throws<FotaException>(() => UpdateContainer.Read(update.ToByteArray())).Code);
    }

    private static UpdateContainer Patch() => new(
        new UpdateHeader
        {
            Product = new ProductId(0x0123456789ABCDEF),
            Version = new VersionNumbers(1, 2, 3, 4),
            SecurityCounter = 7,
            Algorithm = SignatureAlgorithm.RsaPkcs1Sha256,
            SignatureLength = s_signature.Length,
            KeyId = "0011223344556677",
            PatchFormat = PatchFormat.JojoDiff085,
            BaseSize = 4096,
            BaseDigest = Sha256Digest.FromBytes([.. Enumerable.Repeat((byte)0xAA, 32)]),
            NewSize = 8192,
            NewDigest = Sha256Digest.FromBytes([.. Enumerable.Repeat((byte)0xBB, 32)]),
            PayloadSize = (uint)s_payload.Length,
            PayloadDigest = Sha256Digest.Of(s_payload),
        },
        s_signature,
        s_payload);

    private static UpdateContainer InPlace()
    {
        // Two blocks, from the third of four on.
        byte[] payload = [2, 4, .. s_payload];
        UpdateContainer patch = Patch();
        return patch with
        {
            Header = patch.Header with
            {
                Plan = new PlanFields(4096, 4, 1),
                PayloadSize = (uint)payload.Length,
                PayloadDigest = Sha256Digest.Of(payload),
            },
            Payload = payload,
        };
    }

    private static UpdateContainer Full() => new(
        Patch().Header with
        {
            PatchFormat = null,
            BaseSize = 0,
            BaseDigest = default,
            NewSize = (uint)s_payload.Length,
            NewDigest = Sha256Digest.Of(s_payload),
        },
        s_signature,
        s_payload);
}
