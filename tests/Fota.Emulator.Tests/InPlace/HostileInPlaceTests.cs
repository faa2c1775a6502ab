using System.Text.Json;
using Fota.Delta.InPlace;

namespace Fota.Emulator.Tests.InPlace;

/// <summary>Damaged and forged updates in place.</summary>
public class HostileInPlaceTests
{
    private const int BlockSize = 1024;

    private static readonly int s_runs = Sweep.Of(sample: 100_000, whole: 1_000_000);

    [Fact]
    public async Task No_damaged_or_forged_update_touches_the_image_unless_the_signed_one_results()
    {
        JsonElement report = await RunAsync("inplace_hostile", s_runs);
        TestContext.Current.TestOutputHelper!.WriteLine($"{report}");
        Assert.Equal(s_runs, report.GetProperty("runs").GetInt32());
        Assert.Equal(0, report.GetProperty("failures").GetInt32());
        // Bits without a meaning, and plans that happen to fit: most is refused, and some not before the dry run.
        Assert.InRange(report.GetProperty("installed").GetInt32(), 1, s_runs / 4);
        Assert.InRange(report.GetProperty("lateReads").GetInt32(), s_runs / 100, s_runs);
    }

    [Fact]
    public async Task Without_the_check_of_what_may_still_be_read_the_image_is_lost()
    {
        JsonElement report = await RunAsync("inplace_unchecked", s_runs / 10);
        Assert.InRange(report.GetProperty("failures").GetInt32(), 1, s_runs);
        Assert.Equal(0, report.GetProperty("lateReads").GetInt32());
    }

    private static async Task<JsonElement> RunAsync(string program, int runs)
    {
        (byte[] source, byte[] target) = StagedUpdate.Rearranged(5 * BlockSize);
        var region = new FlashRegion(BlockSize, 7);
        string[] files = StagedUpdate.Files(source, target, StagedUpdate.Of(source, target, region));
        (JsonElement report, _) = await NativeDevice.RunAsync(program, [.. files, $"{BlockSize}", $"{region.Blocks}", $"{runs}"]);
        return report;
    }
}
