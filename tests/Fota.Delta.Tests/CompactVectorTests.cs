using Fota.Delta.Compact;

namespace Fota.Delta.Tests;

/// <summary>The patches of tests/vectors/compact, which every decoder applies or refuses.</summary>
public sealed class CompactVectorTests
{
    private const int MaxTargetSize = 8192;
    private const int MaxMemory = 4608;

    public static TheoryData<string, string, string> Vectors()
    {
        var vectors = new TheoryData<string, string, string>();
        foreach (string line in File.ReadLines(FilePath("index.tsv")).Skip(1))
        {
            string[] fields = line.Split('\t');
            vectors.Add(fields[0], fields[1], fields[2]);
        }
        return vectors;
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_vector_has_its_verdict(string name, string old, string verdict)
    {
        byte[] source = Read(old);
        byte[] patch = Read(name + ".patch");
        if (verdict == "ok")
            Assert.Equal(Read(name + ".new"), Apply(source, patch));
        else
            Assert.Equal(verdict, Assert.Throws<PatchException>(() => Apply(source, patch)).Code.Id);
    }

    [Fact]
    public void Every_file_belongs_to_a_vector()
    {
        HashSet<string> known = ["index.tsv"];
        foreach (string line in File.ReadLines(FilePath("index.tsv")).Skip(1))
        {
            string[] fields = line.Split('\t');
            known.UnionWith([fields[1], fields[0] + ".patch", fields[0] + ".new"]);
        }
        Assert.All(Directory.GetFiles(FilePath(".")), file => Assert.Contains(Path.GetFileName(file), known));
    }

    [Fact]
    public void Every_cut_of_a_patch_is_truncated()
    {
        byte[] source = Read("thumb.old");
        byte[] patch = Read("thumb.patch");
        for (int size = 0; size < patch.Length; size++)
        {
            PatchException fault = Assert.Throws<PatchException>(() => Apply(source, patch[..size]));
            Assert.Equal(DeltaErrors.PatchTruncated, fault.Code);
            Assert.Equal(size, fault.Offset);
        }
    }

    private static byte[] Apply(byte[] source, byte[] patch) =>
        CompactPatcher.Apply(source, patch, MaxTargetSize, MaxMemory, TestContext.Current.CancellationToken);

    private static byte[] Read(string file) => File.ReadAllBytes(FilePath(file));

    private static string FilePath(string file) => Path.Combine(AppContext.BaseDirectory, "vectors", "compact", file);
}
