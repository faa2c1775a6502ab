using System.Text;

namespace Fota.Delta.Tests;

/// <summary>Whole patches, byte by byte, with the reason for each.</summary>
public sealed class GoldenPatchTests
{
    // Sixteen letters that share no four with each other, and a second half to move about.
    private const string Old = "ABCDEFGHIJKLMNOPabcdefghijklmnop";

    [Theory]
    // The same image: copy 32 bytes (1F + 1).
    [InlineData(Old, "A7 A3 1F", "A7 A3 1F")]
    // One byte replaced: copy 16, X replaces a, copy 15. In 0.8.1 the X needs its ESC MOD.
    [InlineData("ABCDEFGHIJKLMNOPXbcdefghijklmnop", "A7 A3 0F 58 A7 A3 0E", "A7 A3 0F A7 A6 58 A7 A3 0E")]
    // One byte inserted: copy 16, insert X, copy 16.
    [InlineData("ABCDEFGHIJKLMNOPXabcdefghijklmnop", "A7 A3 0F A7 A5 58 A7 A3 0F", "A7 A3 0F A7 A5 58 A7 A3 0F")]
    // Two bytes deleted: copy 16, skip a and b, copy 14.
    [InlineData("ABCDEFGHIJKLMNOPcdefghijklmnop", "A7 A3 0F A7 A4 01 A7 A3 0D", "A7 A3 0F A7 A4 01 A7 A3 0D")]
    // The halves swapped: skip 16, copy 16, back 32, copy 16.
    [InlineData(
        "abcdefghijklmnopABCDEFGHIJKLMNOP",
        "A7 A4 0F A7 A3 0F A7 A2 1F A7 A3 0F",
        "A7 A4 0F A7 A3 0F A7 A2 1F A7 A3 0F")]
    // Three replaced bytes in the middle are cheaper than the copy of the two between them: copy 16, replace 4 at once, copy 12.
    [InlineData("ABCDEFGHIJKLMNOPXbcYefghijklmnop", "A7 A3 0F 58 62 63 59 A7 A3 0B", "A7 A3 0F A7 A6 58 62 63 59 A7 A3 0B")]
    // The end is new: copy 28, then data. In 0.8.5 it replaces what is there, in 0.8.1 it says so.
    [InlineData("ABCDEFGHIJKLMNOPabcdefghijklWXYZ", "A7 A3 1B 57 58 59 5A", "A7 A3 1B A7 A6 57 58 59 5A")]
    // Nothing is left.
    [InlineData("", "", "")]
    // Nothing is as before.
    [InlineData("12", "31 32", "A7 A6 31 32")]
    public void A_change_is_written_like_this(string image, string patch, string patchFor081)
    {
        byte[] source = Encoding.ASCII.GetBytes(Old);
        byte[] target = Encoding.ASCII.GetBytes(image);
        Assert.Equal(patch, Encode(source, target, PatchFormat.JojoDiff085));
        Assert.Equal(patchFor081, Encode(source, target, PatchFormat.JojoDiff081));
    }

    [Theory]
    // An A7 that no code follows stands for itself; one that ends the data is doubled.
    [InlineData("A7 00", "A7 00")]
    [InlineData("A7", "A7 A7")]
    [InlineData("A7 A1", "A7 A1")]
    [InlineData("A7 A8", "A7 A8")]
    // An A7 before each code, A2 to A7, is doubled.
    [InlineData("A7 A2", "A7 A7 A2")]
    [InlineData("A7 A3", "A7 A7 A3")]
    [InlineData("A7 A4", "A7 A7 A4")]
    [InlineData("A7 A5", "A7 A7 A5")]
    [InlineData("A7 A6", "A7 A7 A6")]
    [InlineData("A7 A7", "A7 A7 A7 A7")]
    // The first two are doubled for what follows them, the third stands alone.
    [InlineData("A7 A7 A7 00", "A7 A7 A7 A7 A7 00")]
    // The code itself is nothing special without an A7 before it.
    [InlineData("A6 A3 A2", "A6 A3 A2")]
    public void Data_is_escaped_like_this(string data, string patch)
    {
        Assert.Equal(patch, Encode([], Hex.Bytes(data), PatchFormat.JojoDiff085));
        Assert.Equal("A7 A6 " + patch, Encode([], Hex.Bytes(data), PatchFormat.JojoDiff081));
    }

    [Theory]
    // The data X A7 before a copy, a jump forward, a jump back, and, as INS, before a copy. What is copied starts with a code, so that
    // data cannot take its first byte along for the price of the escape.
    [InlineData("41 42 4F 50", "58 A7 A3 43 44 45 A6 46 47", "A7 A3 03 58 A7 A7 A7 A3 06")]
    [InlineData("", "58 A7 A6 46 47 48 49 4A", "58 A7 A7 A7 A4 07 A7 A3 05")]
    [InlineData("41 42 4F 50 51 52 A3 43 44 45 A6 46 47", "58 A7 A3 43 44 45 A6 46 47", "A7 A3 0C 58 A7 A7 A7 A2 08 A7 A3 06")]
    [InlineData("41 42 4F 50 51 52", "58 A7 A3 43 44 45 A6 46 47", "A7 A3 05 A7 A5 58 A7 A7 A7 A3 06")]
    public void An_escape_at_the_end_of_data_is_doubled_whatever_follows(string before, string after, string patch)
    {
        byte[] source = Hex.Bytes("41 42 4F 50 51 52 A3 43 44 45 A6 46 47 48 49 4A");
        Assert.Equal(patch, Encode(source, Hex.Bytes(before + after), PatchFormat.JojoDiff085));
    }

    private static string Encode(byte[] source, byte[] target, PatchFormat format)
    {
        byte[] patch = PatchEncoder.Encode(
            source, target, new() { Format = format }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(target, Patcher.Apply(source, patch, new() { Format = format }));
        return Hex.Text(patch);
    }
}
