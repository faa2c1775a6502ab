using System.Globalization;
using System.Text.Json;
using Fota.Delta;
using Fota.Delta.InPlace;
using Fota.Emulator.Tests.InPlace;
using Fota.Release.Container;

namespace Fota.Emulator.Tests;

/// <summary>A device of either byte order reads in an update, and in the image it carries, what was written there.</summary>
public class HeaderTests
{
    private const int KB = 1024;
    private const string Record = "090a0b0c05060708 1.2.3 4 219025168";

    private static readonly byte[] s_old = Firmware.ForOtherHardware("1.0.0", 3 * KB);
    private static readonly byte[] s_new = Firmware.ForOtherHardware("1.2.515", (3 * KB) + 500, securityCounter: 0x01020304);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_full_image_with_its_record(bool bigEndian)
    {
        UpdateHeader header = UpdateKit.Update(null, s_new).Header;

        JsonElement read = await ReadAsync(UpdateKit.Update(null, s_new), bigEndian);

        Assert.Equal($"{header.Product.Value:x16} 1.2.515 65535 {0x01020304}", read.GetProperty("header").GetString());
        Assert.Equal(read.GetProperty("header").GetString(), read.GetProperty("image").GetString());
        Assert.Equal(Record, read.GetProperty("record").GetString());
        Assert.Equal(header.KeyId, read.GetProperty("keyId").GetString());
        Assert.Equal($"1 256 0 0 0 0 {s_new.Length} {s_new.Length} 0 0 0", read.GetProperty("numbers").GetString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_compact_patch_and_one_with_a_plan(bool bigEndian)
    {
        FlashRegion region = OneSlotSweep.Region(s_old, s_new, KB, spare: 2);
        foreach (UpdateContainer update in (UpdateContainer[])[UpdateKit.Update(s_old, s_new, PatchFormat.Compact), UpdateKit.InPlace(s_old, s_new, region)])
        {
            UpdateHeader header = update.Header;
            PlanFields plan = header.Plan ?? new PlanFields(0, 0, 0);

            JsonElement read = await ReadAsync(update, bigEndian);

            Assert.False(read.TryGetProperty("image", out _));
            Assert.Equal(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"1 256 {(header.Plan is null ? 2 : 1)} {(header.Plan is null ? 1 : 2)} {header.DecoderMemory} {s_old.Length} {s_new.Length} {header.PayloadSize} {plan.BlockSize} {plan.Blocks} {plan.Runs}"),
                read.GetProperty("numbers").GetString());
            Assert.Equal(
                [$"{header.BaseDigest}", $"{header.NewDigest}", $"{header.PayloadDigest}"],
                ((string[])["baseDigest", "newDigest", "payloadDigest"]).Select(name => read.GetProperty(name).GetString()!));
        }
    }

    private static async Task<JsonElement> ReadAsync(UpdateContainer update, bool bigEndian)
    {
        byte[] file = update.ToByteArray();
        return JsonElement.Parse(await (bigEndian ? NativeDevice.PipeBigEndianAsync("header_dump", file) : NativeDevice.PipeAsync("header_dump", file)));
    }
}
