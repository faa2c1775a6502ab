using Fota.Delta.Benchmarks;
using Fota.Delta.InPlace;
using Fota.Errors;

namespace Fota.Delta.Tests.InPlace;

[Slow]
public sealed class InPlaceEncoderTests
{
    private const int BlockSize = 256;

    /// <summary>On average, that for two slots included.</summary>
    private const double MostEncodes = 3.5;

    public static TheoryData<string> HostileNames => [.. HostileInputs.All(1000).Select(input => input.Name)];

    /// <summary>Blocks to spare, and the limit; with three to spare in the whole sweep alone.</summary>
    public static TheoryData<int, double> Limits => Sweep.IsWhole ? new() { { 2, 1.006 }, { 3, 1.003 } } : new() { { 2, 1.006 } };

    [Theory]
    [MemberData(nameof(Limits))]
    public void One_slot_costs_less_than_a_hundredth_on_released_firmware(int spare, double limit)
    {
        long oneSlot = 0;
        long twoSlots = 0;
        int encodes = 0;
        foreach (FirmwarePair pair in Corpus.Pairs)
        {
            List<double> heard = [];
            InPlaceUpdate update = Encode(pair.Source, pair.Target, 4096, spare, progress: new Recording(heard));
            // Each encode hears a quarter; the last value says that all is done.
            encodes += (int)Math.Ceiling(4 * heard[^2]);
            oneSlot += update.Patch.Length + update.Plan.ToBytes().Length;
            twoSlots += update.UnrestrictedSize;
        }
        Assert.InRange(twoSlots, 1, 1_069_335);
        Assert.True(oneSlot <= twoSlots * limit, $"{oneSlot} bytes for one slot, {twoSlots} for two.");
        Assert.InRange<double>(encodes, 2 * Corpus.Pairs.Count, MostEncodes * Corpus.Pairs.Count);
    }

    [Theory]
    [InlineData(PatchFormat.JojoDiff081)]
    [InlineData(PatchFormat.JojoDiff085)]
    public void An_update_in_place_gives_the_new_image_and_so_does_its_patch_alone(PatchFormat format)
    {
        for (int seed = 0; seed < 60; seed++)
        {
            (byte[] source, byte[] target) = EditedImages.Generate(seed, size: 200 + (seed * 150), escapeShare: 0.1);
            for (int spare = 1; spare <= 3; spare++)
            {
                InPlaceUpdate update = Encode(source, target, BlockSize, spare, format);
                InPlacePlan plan = InPlacePlan.Read(update.Plan.ToBytes(), update.Plan.Region, target.Length);
                InPlaceOutcome outcome = InPlaceSimulation.Run(source, plan, update.Patch, target.Length);
                Assert.Equal(target, outcome.Image);
                Assert.InRange(outcome.Erases.Max(), 0, 3);
                Assert.Equal(target, Patcher.Apply(source, update.Patch, new() { Format = format }));
            }
        }
    }

    [Fact]
    public void Enough_room_costs_nothing()
    {
        (byte[] source, byte[] target) = EditedImages.Generate(5, size: 8000, escapeShare: 0.1);
        int blocks = (target.Length + BlockSize - 1) / BlockSize;
        InPlaceUpdate update = Encode(source, target, BlockSize, spare: blocks);
        Assert.Equal(update.UnrestrictedSize, update.Patch.Length);
        byte[] twoSlots = PatchEncoder.Encode(source, target, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(twoSlots, update.Patch);
    }

    [Fact]
    public void The_same_images_give_the_same_update()
    {
        (byte[] source, byte[] target) = EditedImages.Generate(8, size: 20_000, escapeShare: 0.05);
        InPlaceUpdate first = Encode(source, target, BlockSize, spare: 2);
        InPlaceUpdate second = Encode(source, target, BlockSize, spare: 2);
        Assert.Equal(first.Patch, second.Patch);
        Assert.Equal(first.Plan.ToBytes(), second.Plan.ToBytes());
    }

    [Theory]
    [MemberData(nameof(HostileNames))]
    public void Images_that_no_build_makes_take_bounded_memory_and_come_out_right(string name)
    {
        HostileInputs.HostileInput input = HostileInputs.All(60_000).Single(candidate => candidate.Name == name);
        long images = input.Source.Length + input.Target.Length;
        long before = GC.GetAllocatedBytesForCurrentThread();
        // Throws if the update does not give the new image.
        InPlaceUpdate update = Encode(input.Source, input.Target, BlockSize, spare: 1);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(allocated, 0, 4 * ((1 << 20) + (100 * images)));
        Assert.InRange(update.Patch.Length, 0, 8 + (2 * input.Target.Length));
    }

    [Fact]
    public void An_image_without_a_block_to_spare_is_refused_with_what_is_missing()
    {
        var region = new FlashRegion(BlockSize, 4);
        FotaException refused = Assert.Throws<FotaException>(() => InPlaceEncoder.Encode(
            new byte[700], new byte[800], region, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal("FOTA1021", refused.Code.Id);
        Assert.Contains("new image of 800 bytes and 1 block of 256 bytes to update it take 1280 bytes", refused.Message, StringComparison.Ordinal);
        Assert.Contains("1 block more (256 bytes), or make the new image at least 32 bytes smaller", refused.Advice, StringComparison.Ordinal);
        byte[] fits = new byte[768];
        Assert.NotNull(InPlaceEncoder.Encode(new byte[700], fits, region, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Progress_rises_to_one()
    {
        (byte[] source, byte[] target) = EditedImages.Generate(3, size: 50_000, escapeShare: 0.01);
        var values = new List<double>();
        InPlaceEncoder.Encode(
            source, target, new FlashRegion(BlockSize, 400), progress: new Recording(values), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(values.Order(), values);
        Assert.Equal(0, values[0]);
        Assert.Equal(1, values[^1]);
    }

    private static InPlaceUpdate Encode(byte[] source, byte[] target, int blockSize, int spare, PatchFormat format = PatchFormats.Default, IProgress<double>? progress = null)
    {
        int blocks = (Math.Max(source.Length, target.Length) + blockSize - 1) / blockSize;
        return InPlaceEncoder.Encode(
            source, target, new FlashRegion(blockSize, blocks + spare), format, progress, TestContext.Current.CancellationToken);
    }

    private sealed class Recording(List<double> values) : IProgress<double>
    {
        public void Report(double value) => values.Add(value);
    }
}
