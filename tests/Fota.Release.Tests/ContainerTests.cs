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
            "464F5441" + "0100" + "8000" + "01" + "02" + "03" + "00" + "0500" + "0000" + "EFCDAB8967452301"
            + "00100000" + "00200000" + "04000000" + "00000000" + new string('A', 64) + new string('B', 64) + new string('0', 40),
            Convert.ToHexString(file.AsSpan(0, 124)));
        Assert.Equal(s_signature, file[128..133]);
        Assert.Equal(s_payload, file[133..]);
    }

    [Fact]
    public void The_checksum_is_the_common_crc32()
    {
        byte[] file = Patch().ToByteArray();

        Assert.Equal(~Crc(file), BitConverter.ToUInt32(file, 124));
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
            Assert.Throws<FotaException>(() => UpdateContainer.Read(flipped));
        }
    }

    [Fact]
    public void A_flipped_bit_of_a_full_image_is_noticed()
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

    [Theory]
    [InlineData(4, "FOTA3061")]
    [InlineData(8, "FOTA3061")]
    [InlineData(9, "FOTA3061")]
    [InlineData(10, "FOTA3061")]
    [InlineData(11, "FOTA3060")]
    [InlineData(36, "FOTA3060")]
    [InlineData(104, "FOTA3060")]
    public void A_header_with_a_right_checksum_and_an_unknown_value_is_refused(int offset, string code)
    {
        byte[] file = Patch().ToByteArray();
        file[offset] = 99;
        BitConverter.TryWriteBytes(file.AsSpan(124), ~Crc(file));

        Assert.Equal(code, Assert.Throws<FotaException>(() => UpdateContainer.Read(file)).Code.Id);
    }

    // The register of the CRC-32 that zlib and IEEE 802.3 define, bit by bit.
    private static uint Crc(byte[] file)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in file.AsSpan(0, 124))
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
        }

        return crc;
    }

    private static UpdateContainer Patch() => new(
        new UpdateHeader
        {
            PatchFormat = PatchFormat.JojoDiff085,
            Algorithm = SignatureAlgorithm.EcdsaP256Sha256,
            SignatureLength = s_signature.Length,
            Product = new ProductId(0x0123456789ABCDEF),
            BaseSize = 4096,
            BaseDigest = Sha256Digest.FromBytes([.. Enumerable.Repeat((byte)0xAA, 32)]),
            NewSize = 8192,
            NewDigest = Sha256Digest.FromBytes([.. Enumerable.Repeat((byte)0xBB, 32)]),
            PayloadSize = (uint)s_payload.Length,
        },
        s_signature,
        s_payload);

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
