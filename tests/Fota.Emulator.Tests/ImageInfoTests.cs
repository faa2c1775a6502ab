using System.Text.Json;

namespace Fota.Emulator.Tests;

/// <summary>The device's reader of image info records, under ASan and UBSan.</summary>
public class ImageInfoTests
{
    [Fact]
    public async Task One_record_counts_several_do_not_and_a_prerelease_is_older_than_its_release()
    {
        (JsonElement report, string messages) = await NativeDevice.RunAsync("info_checks");

        Assert.Empty(messages);
        Assert.InRange(report.GetProperty("checks").GetInt32(), 400, int.MaxValue);
    }
}
