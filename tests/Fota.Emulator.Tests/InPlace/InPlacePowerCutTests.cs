using System.Text.Json;
using Fota.Delta.Benchmarks;
using Fota.Delta.InPlace;

namespace Fota.Emulator.Tests.InPlace;

/// <summary>Power goes at every flash operation of an update in place, with five endings each; on small images at every two of them.</summary>
public class InPlacePowerCutTests
{
    private const int KB = 1024;
    private const int MostBoots = 4;
    private const int Endings = 5;

    /// <summary>Behind each cut every fifth operation is cut too, each time others; in the whole sweep every one.</summary>
    private static readonly int s_secondCuts = Sweep.Of(sample: 5, whole: 1);

    private static readonly (int BlockSize, int Unit, int Erased)[] s_allGeometries =
    [
        .. from blockSize in new[] { 4 * KB, 2 * KB, KB }
           from unit in new[] { 8, 4, 32 }
           from erased in new[] { 0xFF, 0x00 }
           select (blockSize, unit, erased),
    ];

    /// <summary>Pairs of released firmware, each in a geometry of its own; in the whole sweep the first 16 KB of each in all of them too.</summary>
    public static TheoryData<string, int, int, int, int> FirmwarePairs()
    {
        var data = new TheoryData<string, int, int, int, int>();
        int next = 0;
        foreach (FirmwarePair pair in Corpus.Pairs.Where((_, i) => i % 3 != 1).Take(Sweep.Of(sample: 3, whole: 10)))
        {
            // No pair has the geometry of another, and all values of each kind are there.
            int own = 7 * next++ % s_allGeometries.Length;
            data.Add(pair.Name, 48 * KB, s_allGeometries[own].BlockSize, s_allGeometries[own].Unit, s_allGeometries[own].Erased);
            foreach ((int blockSize, int unit, int erased) in Sweep.IsWhole ? s_allGeometries : [])
                data.Add(pair.Name, 16 * KB, blockSize, unit, erased);
        }

        return data;
    }

    /// <summary>Block size, program unit, erase value.</summary>
    public static TheoryData<int, int, int> Geometries => new()
    {
        { KB, 8, 0xFF },
        { KB, 4, 0x00 },
        { 2 * KB, 32, 0x00 },
        { 2 * KB, 8, 0xFF },
        { 4 * KB, 8, 0xFF },
        { 256, 16, 0xFF },
    };

    [Theory]
    [MemberData(nameof(FirmwarePairs))]
    public async Task After_any_cut_firmware_is_updated_and_takes_the_next_update(string name, int size, int blockSize, int unit, int erased)
    {
        FirmwarePair pair = Corpus.Pairs.Single(candidate => candidate.Name == name);
        byte[] source = pair.Source[..Math.Min(size, pair.Source.Length)];
        byte[] target = pair.Target[..Math.Min(size - (4 * KB), pair.Target.Length)];
        AssertUnharmed(await SweepAsync(source, target, blockSize, spare: 2, unit, erased, secondCuts: 0), secondCuts: 0);
    }

    [Theory]
    [MemberData(nameof(Geometries))]
    public async Task After_any_cut_any_flash_is_updated_and_takes_the_next_update(int blockSize, int unit, int erased)
    {
        (byte[] source, byte[] target) = StagedUpdate.Rearranged(12 * blockSize);
        AssertUnharmed(await SweepAsync(source, target, blockSize, spare: 2, unit, erased, secondCuts: 0), secondCuts: 0);
    }

    /// <summary>Spare blocks, program unit, erase value.</summary>
    public static TheoryData<int, int, int> SmallGeometries => Sweep.IsWhole
        ? [.. from spare in Enumerable.Range(1, 2) from geometry in s_allGeometries[..6] select (spare, geometry.Unit, geometry.Erased)]
        : new() { { 1, 8, 0xFF }, { 2, 32, 0x00 } };

    [Theory]
    [MemberData(nameof(SmallGeometries))]
    public async Task After_any_two_cuts_a_small_image_is_updated_and_takes_the_next_update(int spare, int unit, int erased)
    {
        (byte[] source, byte[] target) = StagedUpdate.Rearranged(3 * KB);
        AssertUnharmed(await SweepAsync(source, target, KB, spare, unit, erased, s_secondCuts), s_secondCuts);
    }

    /// <summary>A full image reads nothing, so it fits any plan: here one in which blocks change places in pairs.</summary>
    [Fact]
    public async Task After_any_two_cuts_rings_of_blocks_are_resolved()
    {
        var region = new FlashRegion(256, 5);
        (byte[] source, byte[] target) = (new byte[KB - 5], new byte[KB - 9]);
        new Random(1).NextBytes(source);
        new Random(2).NextBytes(target);
        byte[] plan = [1, 0, 0, 0, 3, 0, 2, 0];
        string[] files = StagedUpdate.Files(
            source, target, StagedUpdate.Of(source, target, plan, target, dialect: 0), StagedUpdate.Of(target, source, plan, source, dialect: 0));
        AssertUnharmed(await SweepAsync(files, region, unit: 32, erased: 0xFF, s_secondCuts, fault: 0), s_secondCuts, mostErases: 3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_device_that_breaks_a_rule_is_found_by_the_sweep(int fault)
    {
        (byte[] source, byte[] target) = StagedUpdate.Rearranged(3 * KB);
        (JsonElement report, string messages) = await SweepAsync(source, target, KB, spare: 1, unit: 8, erased: 0xFF, secondCuts: 1, fault);
        Assert.True(report.GetProperty("failures").GetInt32() > 0, $"Fault {fault} went unnoticed.");
        Assert.NotEmpty(messages);
    }

    private static void AssertUnharmed((JsonElement Report, string Messages) result, int secondCuts, int mostErases = 2)
    {
        Assert.Equal("", result.Messages);
        JsonElement report = result.Report;
        int operations = report.GetProperty("operations").GetInt32();
        Assert.InRange(operations, 20, 3000);
        Assert.Equal(Enumerable.Range(1, operations).Sum(cut => Endings * (1 + (Endings * SecondCuts(cut, operations, secondCuts)))), report.GetProperty("runs").GetInt32());
        Assert.Equal(0, report.GetProperty("failures").GetInt32());
        Assert.InRange(report.GetProperty("mostBoots").GetInt32(), 2, MostBoots);
        Assert.Equal(mostErases, report.GetProperty("mostErases").GetInt32());
    }

    private static int SecondCuts(int cut, int operations, int step) => step == 0 ? 0 : (operations - 1 - (cut % step) + step) / step;

    private static async Task<(JsonElement Report, string Messages)> SweepAsync(
        byte[] source, byte[] target, int blockSize, int spare, int unit, int erased, int secondCuts, int fault = 0)
    {
        var region = new FlashRegion(blockSize, (Math.Max(source.Length, target.Length) + blockSize - 1) / blockSize + spare);
        string[] files = StagedUpdate.Files(source, target, StagedUpdate.Of(source, target, region), StagedUpdate.Of(target, source, region));
        return await SweepAsync(files, region, unit, erased, secondCuts, fault);
    }

    private static async Task<(JsonElement Report, string Messages)> SweepAsync(
        string[] files, FlashRegion region, int unit, int erased, int secondCuts, int fault)
    {
        (JsonElement Report, string Messages) result = await NativeDevice.RunAsync(
            "inplace_cuts", [.. files, $"{region.BlockSize}", $"{region.Blocks}", $"{unit}", $"{erased}", $"{secondCuts}", $"{fault}"]);
        TestContext.Current.TestOutputHelper!.WriteLine($"{result.Report}");
        return result;
    }
}
