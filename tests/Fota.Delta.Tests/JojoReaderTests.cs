using Fota.Delta.Jojo;

namespace Fota.Delta.Tests;

public sealed class JojoReaderTests
{
    // Implicit MOD of X and A7, DEL 5, EQL 253, INS of A7 A3, MOD of Y, BKT 253.
    private static readonly byte[] s_patch = Hex.Bytes("58 A7 A7 A7 A4 04 A7 A3 FC 00 A7 A5 A7 A7 A3 A7 A6 59 A7 A2 FC 00");

    [Fact]
    public void Operations_come_with_their_places_in_the_patch_and_both_images()
    {
        var operations = new List<JojoOperation>();
        foreach (JojoOperation operation in new JojoReader(s_patch, 1000, PatcherOptions.Default))
            operations.Add(operation);
        JojoOperation[] expected =
        [
            new(JojoOperationKind.Mod, 0, 3, 2, 0, 0, IsImplicit: true),
            new(JojoOperationKind.Del, 3, 3, 5, 2, 2, IsImplicit: false),
            new(JojoOperationKind.Eql, 6, 4, 253, 7, 2, IsImplicit: false),
            new(JojoOperationKind.Ins, 10, 5, 2, 260, 255, IsImplicit: false),
            new(JojoOperationKind.Mod, 15, 3, 1, 260, 257, IsImplicit: false),
            new(JojoOperationKind.Bkt, 18, 4, 253, 261, 258, IsImplicit: false),
        ];
        Assert.Equal(expected, operations);
    }

    [Fact]
    public void Data_is_decoded_from_its_place_in_the_patch()
    {
        var reader = new JojoReader(s_patch, 1000, PatcherOptions.Default);
        var data = new List<string>();
        foreach (JojoOperation operation in reader)
        {
            byte[] bytes = new byte[operation.HasData ? operation.Length : 0];
            reader.CopyData(operation, bytes);
            data.Add(Hex.Text(bytes));
        }
        Assert.Equal(["58 A7", "", "", "A7 A3", "59"], data[..5]);
    }

    [Fact]
    public void Statistics_add_up_to_the_patch()
    {
        byte[] patch = s_patch[..18];
        PatchStatistics statistics = PatchStatistics.Of(patch);
        Assert.Equal(
            [new("MOD", 2, 6, 3), new("INS", 1, 5, 2), new("DEL", 1, 3, 5), new("EQL", 1, 4, 253), new("BKT", 0, 0, 0)], statistics.Totals);
        Assert.Equal((18, 258, 260, 5), (statistics.PatchSize, statistics.TargetSize, statistics.MinSourceSize, statistics.OperationCount));
        Assert.Equal(PatchFormat.JojoDiff085, statistics.Format);
    }

    [Fact]
    public void A_patch_can_be_read_without_its_old_image_but_not_behind_its_start()
    {
        Assert.Equal(300, PatchStatistics.Of(Hex.Bytes("A7 A3 FC 2F")).TargetSize);
        Assert.Equal("FOTA1006", Assert.Throws<PatchException>(() => PatchStatistics.Of(Hex.Bytes("A7 A2 00"))).Code.Id);
    }

    [Fact]
    public void Every_code_is_explained_in_the_documentation()
    {
        string page = File.ReadAllText(Path.Combine(Benchmarks.Corpus.Root, "docs", "errors.md"));
        Errors.ErrorCode[] codes = [.. typeof(DeltaErrors).GetFields().Select(field => (Errors.ErrorCode)field.GetValue(null)!)];
        Assert.Equal(18, codes.Length);
        Assert.All(codes, code => Assert.Contains($"## {code.Id} {code.Title}\n", page, StringComparison.Ordinal));
    }
}
