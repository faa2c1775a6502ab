using System.Buffers.Binary;
using System.Text.Json;
using Fota.Delta;

namespace Fota.Emulator.Tests;

/// <summary>The decoder of compact patches that devices compile in, under ASan and UBSan, against the vectors and the managed one.</summary>
public class CompactPatcherTests
{
    private const int Accepted = 0;
    private const int Limit = 8192;
    private const int Memory = 4608;

    /// <summary>The context that firmware keeps: what is left of it belongs to the stack.</summary>
    private const int LargestContext = 832;

    /// <summary>The results of fota_compact.h, by the codes of the managed decoder.</summary>
    private static readonly Dictionary<string, int> s_results = new()
    {
        ["FOTA1003"] = 1,
        ["FOTA1010"] = 2,
        ["FOTA1011"] = 3,
        ["FOTA1008"] = 4,
        ["FOTA1012"] = 5,
        ["FOTA1013"] = 6,
        ["FOTA1007"] = 7,
        ["FOTA1014"] = 8,
        ["FOTA1009"] = 9,
    };

    private static readonly string[][] s_vectors = [.. File.ReadLines(PathOf("index.tsv")).Skip(1).Select(l => l.Split('\t'))];

    private static readonly string[][] s_good = [.. s_vectors.Where(v => v[2] == "ok")];

    public static TheoryData<string, string> Applied => [.. s_good.Select(v => (v[0], v[1]))];

    [Theory]
    [MemberData(nameof(Applied))]
    public async Task However_a_patch_arrives_the_target_is_the_same(string name, string old)
    {
        string patch = PathOf(name + ".patch");

        (JsonElement report, string messages) =
            await NativeDevice.RunAsync("compact_checks", PathOf(old), patch, $"{MemoryOf(File.ReadAllBytes(patch))}", PathOf(name + ".new"));

        Assert.Empty(messages);
        Assert.InRange(report.GetProperty("checks").GetInt32(), 100, int.MaxValue);
        Assert.InRange(report.GetProperty("context").GetInt32(), 1, LargestContext);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Each_vector_has_its_verdict(bool bigEndian)
    {
        PatchCase[] cases = [.. s_vectors.Select(v => new PatchCase(PatchFormat.Compact, Read(v[1]), Read(v[0] + ".patch"), Limit, Memory))];

        PatchAnswer[] answers = await PatchCase.ApplyAsync(cases, bigEndian);

        for (int i = 0; i < s_vectors.Length; i++)
        {
            (string name, string verdict) = (s_vectors[i][0], s_vectors[i][2]);
            Assert.True(answers[i].Result == (verdict == "ok" ? Accepted : s_results[verdict]), $"{name}: {answers[i].Result}");
            Assert.Equal(verdict == "ok" ? Read(name + ".new") : [], answers[i].Target);
        }
    }

    [Theory]
    [InlineData(false, 20_000)]
    [InlineData(true, 2_000)]
    public async Task The_managed_decoder_and_the_device_say_the_same_of_damaged_patches_and_make_the_same_target(bool bigEndian, int count)
    {
        int rounds = Sweep.Of(sample: 1, whole: 50);
        Random random = new(21);
        SortedDictionary<int, int> seen = [];
        for (int round = 0; round < rounds; round++)
        {
            PatchCase[] cases = [.. Enumerable.Range(0, count).Select(_ => Damaged(random, s_good[random.Next(s_good.Length)]))];

            PatchAnswer[] answers = await PatchCase.ApplyAsync(cases, bigEndian);

            for (int i = 0; i < count; i++)
            {
                (int result, byte[] target) = Apply(cases[i]);
                Assert.True(answers[i].Result == result, $"{Convert.ToHexString(cases[i].Patch)}: the device says {answers[i].Result}, the managed decoder {result}");
                Assert.Equal(target, answers[i].Target);
                seen[result] = seen.GetValueOrDefault(result) + 1;
            }
        }

        TestContext.Current.SendDiagnosticMessage($"{rounds * count} patches, by verdict (0 is applied): {string.Join(", ", seen.Select(each => $"{each.Key}: {each.Value}"))}");
        Assert.Equal(rounds * count, seen.Values.Sum());
        Assert.Equal([Accepted, .. s_results.Values.Order()], seen.Keys);
    }

    private static (int Result, byte[] Target) Apply(PatchCase patch)
    {
        try
        {
            PatcherOptions options = new() { Format = PatchFormat.Compact, MaxTargetSize = patch.Limit, MaxMemory = patch.Memory };
            return (Accepted, Patcher.Apply(patch.Source, patch.Patch, options));
        }
        catch (PatchException refused)
        {
            return (s_results[refused.Code.Id], []);
        }
    }

    /// <summary>A vector with a few bits, bytes or its end changed; now and then with another source, limit or memory.</summary>
    private static PatchCase Damaged(Random random, string[] vector)
    {
        byte[] source = Read(vector[1]);
        List<byte> patch = [.. Read(vector[0] + ".patch")];
        for (int i = random.Next(4); i > 0 && patch.Count > 0; i--)
        {
            int at = random.Next(3) == 0 ? random.Next(Math.Min(28, patch.Count)) : random.Next(patch.Count);
            switch (random.Next(6))
            {
                case 0: patch[at] = (byte)random.Next(256); break;
                case 1: patch.RemoveAt(at); break;
                case 2: patch.Insert(at, (byte)random.Next(256)); break;
                case 3: patch.RemoveRange(at, patch.Count - at); break;
                default: patch[at] ^= (byte)(1 << random.Next(8)); break;
            }
        }
        int limit = random.Next(20) == 0 ? random.Next(Limit) : Limit;
        int memory = random.Next(20) == 0 ? random.Next(Memory) : Memory;
        return new(PatchFormat.Compact, random.Next(20) == 0 ? source[..(source.Length / 2)] : source, [.. patch], limit, memory);
    }

    /// <summary>What a patch needs, from its header: docs/compact-format.md, section 1.</summary>
    private static int MemoryOf(ReadOnlySpan<byte> patch)
    {
        int pieces = patch[1] == 0 ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(patch[24..]) + BinaryPrimitives.ReadUInt16LittleEndian(patch[26..]);
        return 1104 + (2 << patch[2]) + (8 * pieces);
    }

    private static byte[] Read(string file) => File.ReadAllBytes(PathOf(file));

    private static string PathOf(string file) => Repository.PathOf("tests", "vectors", "compact", file);
}
