using Fota.Delta.Jojo;

namespace Fota.Delta.Tests;

/// <summary>The length field grows at 253, 509 and 65536; each form at both of its ends, for each operation.</summary>
public sealed class LengthBoundaryTests
{
    public static TheoryData<int, string> Lengths => new()
    {
        { 1, "00" },
        { 252, "FB" },
        { 253, "FC 00" },
        { 508, "FC FF" },
        { 509, "FD 01 FD" },
        { 65535, "FD FF FF" },
        { 65536, "FE 00 01 00 00" },
        { 70000, "FE 00 01 11 70" },
    };

    /// <summary>Without 65536, for which the encoder copies 65535 bytes and writes one: 6 bytes instead of 7; and what is too short.</summary>
    public static TheoryData<int, string> CopiedLengths => [.. Lengths.Where(row => row.Data.Item1 is >= 252 and not 65536)];

    [Theory]
    [MemberData(nameof(CopiedLengths))]
    public void A_copy_has_the_shortest_length_field(int length, string field)
    {
        byte[] source = Noise(length);
        Assert.Equal("A7 A3 " + field, Hex.Text(Encode(source, source)));
        Assert.Equal(source, Patcher.Apply(source, Hex.Bytes("A7 A3 " + field)));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void A_jump_forward_has_the_shortest_length_field(int length, string field)
    {
        byte[] source = Noise(length + 20);
        byte[] target = source[length..];
        Assert.Equal($"A7 A4 {field} A7 A3 13", Hex.Text(Encode(source, target)));
    }

    [Theory]
    [MemberData(nameof(CopiedLengths))]
    public void A_jump_back_has_the_shortest_length_field(int length, string field)
    {
        byte[] source = Noise(length);
        Assert.Equal($"A7 A3 {field} A7 A2 {field} A7 A3 {field}", Hex.Text(Encode(source, [.. source, .. source])));
    }

    [Fact]
    public void A_copy_of_65536_bytes_is_one_less_and_a_byte_of_data()
    {
        byte[] source = Noise(65536);
        Assert.Equal($"A7 A3 FD FF FF {source[^1]:X2}", Hex.Text(Encode(source, source)));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Data_has_no_length_field_at_all(int length, string field)
    {
        Assert.NotEmpty(field);
        byte[] data = Noise(length);
        Assert.Equal(Hex.Text(data), Hex.Text(Encode([], data)));
        byte[] source = Noise(40, seed: 99);
        byte[] target = [.. source[..20], .. data, .. source[20..]];
        byte[] patch = Encode(source, target);
        Assert.Equal($"A7 A3 13 A7 A5 {Hex.Text(data)} A7 A3 13", Hex.Text(patch));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void The_writer_and_the_reader_agree(int length, string field)
    {
        var writer = new JojoWriter(PatchFormat.JojoDiff085, 0);
        writer.WriteJump(length);
        writer.WriteCopy(length);
        writer.WriteJump(-length);
        byte[] patch = writer.ToArray();
        Assert.Equal($"A7 A4 {field} A7 A3 {field} A7 A2 {field}", Hex.Text(patch));
        var lengths = new List<long>();
        foreach (JojoOperation operation in new JojoReader(patch))
            lengths.Add(operation.Length);
        Assert.Equal([length, length, length], lengths);
    }

    private static byte[] Encode(byte[] source, byte[] target)
    {
        byte[] patch = PatchEncoder.Encode(source, target, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(target, Patcher.Apply(source, patch));
        return patch;
    }

    // Without A7, so that data is as long as it looks.
    private static byte[] Noise(int length, int seed = 1)
    {
        var random = new Random(seed);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++)
            bytes[i] = (byte)random.Next(0xA0);
        return bytes;
    }
}
