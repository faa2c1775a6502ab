using System.Text;

namespace Fota.Delta.Tests;

public sealed class PatcherTests
{
    private static readonly byte[] s_source = Encoding.ASCII.GetBytes("0123456789");

    [Theory]
    [InlineData("", "")]
    [InlineData("A7 A3 09", "0123456789")]
    [InlineData("58", "X")]
    [InlineData("58 A7 A3 08", "X123456789")]
    [InlineData("A7 A5 58 A7 A3 09", "X0123456789")]
    [InlineData("A7 A6 58 A7 A5 59 A7 A6 5A A7 A3 00", "XYZ2")]
    [InlineData("A7 A4 04 A7 A3 01 A7 A2 06 A7 A3 00", "560")]
    [InlineData("A7 A4 04 A7 A2 04 A7 A3 00", "0")]
    [InlineData("A7 A4 09", "")]
    [InlineData("A7 A3 00 A7 A3 00", "01")]
    [InlineData("A7 A3 FD 00 0A", "0123456789")]
    [InlineData("A7 A3 FE 00 00 00 0A", "0123456789")]
    public void A_valid_patch_is_applied(string patch, string expected) =>
        Assert.Equal(expected, Encoding.ASCII.GetString(Apply(patch)));

    [Theory]
    [InlineData("A7 A7", "A7")]
    [InlineData("A7 A7 A3", "A7 A3")]
    [InlineData("A7 00", "A7 00")]
    [InlineData("A7 A1 A7 A8", "A7 A1 A7 A8")]
    [InlineData("A7 A7 A7 00", "A7 A7 00")]
    [InlineData("A7 A7 A7 A7", "A7 A7")]
    [InlineData("A7 A5 A7 A7 A7 A3 00", "A7 30")]
    [InlineData("A7 A6 A7 FF", "A7 FF")]
    public void Escapes_stand_for_themselves_as_the_format_says(string patch, string expected) =>
        Assert.Equal(expected, Hex.Text(Apply(patch)));

    [Theory]
    [InlineData("A7", "FOTA1003", 1)]
    [InlineData("58 A7", "FOTA1003", 2)]
    [InlineData("A7 A3", "FOTA1003", 2)]
    [InlineData("A7 A4", "FOTA1003", 2)]
    [InlineData("A7 A3 FC", "FOTA1003", 3)]
    [InlineData("A7 A3 FD 00", "FOTA1003", 4)]
    [InlineData("A7 A3 FE 00 00 00", "FOTA1003", 6)]
    [InlineData("A7 A6", "FOTA1004", 2)]
    [InlineData("58 A7 A5", "FOTA1004", 3)]
    [InlineData("A7 A6 A7 A3 00", "FOTA1004", 2)]
    [InlineData("A7 A5 A7 A6 58", "FOTA1004", 2)]
    [InlineData("58 A7 A6 59", "FOTA1004", 1)]
    [InlineData("A7 A6 58 A7 A6 59", "FOTA1004", 3)]
    [InlineData("A7 A5 58 A7 A5 59", "FOTA1004", 3)]
    [InlineData("A7 A3 FD 00 00", "FOTA1004", 0)]
    [InlineData("A7 A4 FE 00 00 00 00", "FOTA1004", 0)]
    [InlineData("A7 A3 FF 00 00 00 00 00 00 00 05", "FOTA1005", 0)]
    [InlineData("A7 A2 00", "FOTA1006", 0)]
    [InlineData("A7 A4 0A", "FOTA1006", 0)]
    [InlineData("A7 A4 FE FF FF FF FF", "FOTA1006", 0)]
    [InlineData("A7 A2 00 A7 A4 00", "FOTA1006", 0)]
    [InlineData("A7 A3 0A", "FOTA1007", 0)]
    [InlineData("A7 A4 09 A7 A3 00", "FOTA1007", 3)]
    [InlineData("A7 A3 FE FF FF FF FF", "FOTA1007", 0)]
    public void A_damaged_patch_is_refused_with_its_offset(string patch, string code, long offset)
    {
        PatchException inMemory = Assert.Throws<PatchException>(() => Patcher.Apply(s_source, Hex.Bytes(patch)));
        PatchException streamed = Assert.Throws<PatchException>(() => ApplyStreams(Hex.Bytes(patch), PatcherOptions.Default));
        Assert.Equal((code, offset), (inMemory.Code.Id, inMemory.Offset));
        Assert.Equal((code, offset), (streamed.Code.Id, streamed.Offset));
        Assert.Equal(inMemory.Message, streamed.Message);
    }

    [Theory]
    [InlineData("A7 A4 08 58 59 5A A7 A2 0B A7 A3 00", "XYZ0")]
    [InlineData("A7 A4 09 58", "X")]
    [InlineData("A7 A4 08 58 59 5A A7 A2 02 A7 A4 00", "XYZ")]
    public void Replacing_may_run_past_the_end_of_the_old_image(string patch, string expected) =>
        Assert.Equal(expected, Encoding.ASCII.GetString(Apply(patch)));

    [Theory]
    [InlineData("A7 A4 08 58 59 5A A7 A4 00", "FOTA1006")]
    [InlineData("A7 A4 08 58 59 5A A7 A2 01", null)]
    [InlineData("A7 A4 08 58 59 5A A7 A2 00", "FOTA1006")]
    [InlineData("A7 A4 08 58 59 5A A7 A3 00", "FOTA1007")]
    public void A_cursor_past_the_end_must_come_back_with_the_next_jump(string patch, string? code)
    {
        if (code is null)
            Assert.Equal("XYZ", Encoding.ASCII.GetString(Apply(patch)));
        else
            Assert.Equal(code, Assert.Throws<PatchException>(() => Apply(patch)).Code.Id);
    }

    [Fact]
    public void A_new_image_above_the_limit_is_refused_before_it_is_written()
    {
        var options = new PatcherOptions { MaxTargetSize = 4 };
        Assert.Equal("0123", Encoding.ASCII.GetString(Patcher.Apply(s_source, Hex.Bytes("A7 A3 03"), options)));
        foreach (string patch in new[] { "A7 A3 04", "58 58 58 58 58", "A7 A3 03 A7 A5 58" })
        {
            Assert.Equal("FOTA1008", Assert.Throws<PatchException>(() => Patcher.Apply(s_source, Hex.Bytes(patch), options)).Code.Id);
            Assert.Equal("FOTA1008", Assert.Throws<PatchException>(() => ApplyStreams(Hex.Bytes(patch), options)).Code.Id);
        }
    }

    [Fact]
    public void A_patch_for_a_newer_format_than_allowed_is_refused()
    {
        var old = new PatcherOptions { Format = PatchFormat.JojoDiff081 };
        Assert.Equal("X1", Encoding.ASCII.GetString(Patcher.Apply(s_source, Hex.Bytes("A7 A6 58 A7 A3 00"), old)));
        PatchException refused = Assert.Throws<PatchException>(() => Patcher.Apply(s_source, Hex.Bytes("A7 A3 00 58"), old));
        Assert.Equal(("FOTA1002", 3L), (refused.Code.Id, refused.Offset));
        Assert.Equal("FOTA1002", Assert.Throws<PatchException>(() => ApplyStreams(Hex.Bytes("58"), old)).Code.Id);
    }

    private static byte[] Apply(string patch)
    {
        byte[] inMemory = Patcher.Apply(s_source, Hex.Bytes(patch));
        Assert.Equal(inMemory, ApplyStreams(Hex.Bytes(patch), PatcherOptions.Default));
        return inMemory;
    }

    private static byte[] ApplyStreams(byte[] patch, PatcherOptions options)
    {
        using var target = new MemoryStream();
        Patcher.Apply(new MemoryStream(s_source), new TricklingStream(patch), target, options, TestContext.Current.CancellationToken);
        return target.ToArray();
    }
}
