using Fota.Delta.InPlace;
using Fota.Errors;

namespace Fota.Delta.Tests.InPlace;

public sealed class InPlacePlanTests
{
    private static readonly FlashRegion s_region = new(256, 8);

    [Theory]
    [InlineData("07 00 00 04", new[] { 7, 0, 1 })]
    [InlineData("02 08", new[] { 2, 3, 4 })]
    [InlineData("02 00 03 00 04 00", new[] { 2, 3, 4 })]
    public void Runs_are_ten_bits_of_place_and_six_of_length(string bytes, int[] places)
    {
        InPlacePlan plan = InPlacePlan.Read(Hex.Bytes(bytes), s_region, 600);
        Assert.Equal(places, plan.Places);
        Assert.Equal(places, InPlacePlan.Read(plan.ToBytes(), s_region, 600).Places);
        Assert.Equal(0, plan.DeathOf(places[0]));
        Assert.Equal(3, plan.DeathOf(6));
    }

    [Fact]
    public void A_run_longer_than_its_field_becomes_two()
    {
        var region = new FlashRegion(256, FlashRegion.MaxBlocks);
        InPlacePlan plan = InPlacePlan.Of(region, [.. Enumerable.Range(1, 100)]);
        Assert.Equal(Hex.Bytes("01 FC 41 8C"), plan.ToBytes());
        Assert.Equal(plan.Places, InPlacePlan.Read(plan.ToBytes(), region, 100 * 256).Places);
    }

    [Theory]
    [InlineData("02 08 00", 3, "3 bytes")]
    [InlineData("02 04", 2, "builds 2 blocks, and the new image has 3")]
    [InlineData("02 0C", 0, "4 blocks or more")]
    [InlineData("02 04 02 00", 2, "build the same block, 2")]
    [InlineData("06 08", 2, "block 8 of a region that has 8")]
    public void Bytes_that_are_no_plan_are_refused(string bytes, int offset, string reason)
    {
        PatchException refused = Assert.Throws<PatchException>(() => InPlacePlan.Read(Hex.Bytes(bytes), s_region, 600));
        Assert.Equal("FOTA1022", refused.Code.Id);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.Equal(offset, refused.Offset);
    }

    [Theory]
    [InlineData(255, 4)]
    [InlineData(300, 4)]
    [InlineData(2 << 20, 4)]
    [InlineData(0, 4)]
    [InlineData(-256, 4)]
    [InlineData(4096, 0)]
    [InlineData(4096, 1024)]
    [InlineData(1 << 20, 65)]
    public void A_region_that_no_flash_has_is_refused(int blockSize, int blocks)
    {
        FotaException refused = Assert.Throws<FotaException>(() => new FlashRegion(blockSize, blocks));
        Assert.Equal("FOTA1020", refused.Code.Id);
    }

    [Fact]
    public void A_patch_that_reads_what_is_gone_is_refused()
    {
        byte[] source = new byte[1024];
        new Random(1).NextBytes(source);
        byte[] target = [.. source[512..], .. source[..512]];
        byte[] patch = PatchEncoder.Encode(source, target, cancellationToken: TestContext.Current.CancellationToken);
        // Blocks 0 and 1 of the old image are built over first, and read last.
        InPlacePlan early = InPlacePlan.Of(s_region, [0, 1, 4, 5]);
        PatchException refused = Assert.Throws<PatchException>(() => InPlaceSimulation.Run(source, early, patch, target.Length));
        Assert.Equal("FOTA1023", refused.Code.Id);
        Assert.Contains("Step 2 reads byte 0 of the old image, in block 0, which step 0 erases", refused.Message, StringComparison.Ordinal);
        // A block is gone for the step that builds it, not only for those after it.
        InPlacePlan itself = InPlacePlan.Of(s_region, [4, 5, 0, 1]);
        Assert.Equal("FOTA1023", Assert.Throws<PatchException>(() => InPlaceSimulation.Run(source, itself, patch, target.Length)).Code.Id);
        InPlacePlan late = InPlacePlan.Of(s_region, [4, 5, 6, 7]);
        Assert.Equal(target, InPlaceSimulation.Run(source, late, patch, target.Length).Image);
    }

    [Fact]
    public void A_patch_for_a_smaller_image_is_refused()
    {
        InPlacePlan plan = InPlacePlan.Of(s_region, [0, 1, 2]);
        PatchException refused = Assert.Throws<PatchException>(() => InPlaceSimulation.Run([], plan, new byte[599], 600));
        Assert.Equal("FOTA1003", refused.Code.Id);
        Assert.Throws<PatchException>(() => InPlaceSimulation.Run([], plan, new byte[601], 600));
        Assert.Equal(new byte[600], InPlaceSimulation.Run([], plan, new byte[600], 600).Image);
    }
}
