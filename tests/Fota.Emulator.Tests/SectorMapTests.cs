using System.Globalization;
using Fota.Errors;

namespace Fota.Emulator.Tests;

/// <summary>Flash whose sectors differ: how it is written down, and where things find their place in it.</summary>
public class SectorMapTests
{
    private const int KB = 1024;
    private const int Block = 128 * KB;

    private static readonly DeviceProfile s_stm32f4 = DevicePresets.Find("stm32f4");

    [Theory]
    [InlineData("4096", 64, "4096x16")]
    [InlineData("16384x4;65536;131072", 512, "16384x4;65536x1;131072x3")]
    [InlineData("16384x4, 65536x1, 131072x7", 256, "16384x4;65536x1;131072x1")]
    [InlineData("16384x4;65536;131072", 64, "16384x4")]
    public void Sectors_are_counted_to_the_end_of_the_flash(string text, int flash, string counted) =>
        Assert.Equal(counted, string.Join(';', Parse(text).Within(flash * KB)));

    [Theory]
    [InlineData("")]
    [InlineData("1024x")]
    [InlineData("1024x0")]
    [InlineData("1024x-1")]
    [InlineData("1;2;3;4;5;6;7;8;9")]
    public void What_is_no_list_of_sectors_is_refused(string text) =>
        Assert.Equal(EmulatorErrors.ProfileInvalid, Assert.Throws<FotaException>(() => Parse(text)).Code);

    [Theory]
    [InlineData("16384x4;65536;131072", 192, "ends within a sector of 131072 bytes")]
    [InlineData("1024x4;4096x2", 16, "come to 12288 bytes, and the flash has 16384")]
    public void Sectors_that_do_not_make_the_flash_are_refused_with_the_figures(string text, int flash, string message)
    {
        FotaException error = Assert.Throws<FotaException>(() => Parse(text).Within(flash * KB));

        Assert.Equal(EmulatorErrors.ProfileInvalid, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    /// <summary>The marks lie in the second bank's small sectors, and the download in those of 16 and 64 KB.</summary>
    [Fact]
    public void An_STM32F4_has_two_slots_for_768_KB()
    {
        DeviceLayout layout = DeviceLayout.For(s_stm32f4, 700 * KB, 20 * KB);

        Assert.Equal(768 * KB, layout.ImageCapacity);
        Assert.Equal(
            (new FlashArea(0, 7 * Block), new FlashArea(9 * Block, 7 * Block), new FlashArea(7 * Block, Block)), (layout.Running, layout.Update, layout.Spare));
        Assert.Equal((new FlashArea(8 * Block, 48 * KB), new FlashArea((8 * Block) + (64 * KB), 64 * KB)), (layout.Journal, layout.Download));
    }

    [Fact]
    public void Where_slot_0_at_the_start_leaves_less_it_begins_behind_the_small_sectors()
    {
        DeviceLayout layout = DeviceLayout.For(s_stm32f4 with { Flash = KB * KB }, 200 * KB, 20 * KB);

        Assert.Equal(256 * KB, layout.ImageCapacity);
        Assert.Equal((new FlashArea(Block, 3 * Block), new FlashArea(0, 48 * KB)), (layout.Running, layout.Journal));
    }

    [Fact]
    public void One_slot_has_its_blocks_and_the_marks_small_sectors()
    {
        DeviceLayout layout = DeviceLayout.For(s_stm32f4 with { RegionBlocks = 7, RegionBlockSize = Block }, 700 * KB, 20 * KB);

        Assert.Equal((new FlashArea(0, 8 * Block), new FlashArea(8 * Block, 48 * KB)), (layout.Running, layout.Journal));
        Assert.Equal(0, layout.Update.Size + layout.Spare.Size);
    }

    /// <summary>Two slots and the spare block take all the large sectors, and the marks do not find three of one size.</summary>
    [Fact]
    public void Slots_that_find_no_place_are_refused_with_what_would_fit()
    {
        DeviceProfile device = new() { Flash = 448 * KB, Sectors = Parse("65536;131072") };

        FotaException error = Assert.Throws<FotaException>(() => DeviceLayout.For(device, 100 * KB, 20 * KB));

        Assert.Equal(EmulatorErrors.FlashTooSmall, error.Code);
        Assert.Contains("an image of up to 0 bytes, in blocks of 131072", error.Message, StringComparison.Ordinal);
    }

    private static SectorMap Parse(string text) => SectorMap.Parse(text, size => int.Parse(size, CultureInfo.InvariantCulture));
}
