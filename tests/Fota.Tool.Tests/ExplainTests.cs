using System.Text.Json;
using CliWrap.Buffered;

namespace Fota.Tool.Tests;

/// <summary><c>fota explain</c> on firmware of the real compiler.</summary>
public sealed class ExplainTests(InstalledTool fota) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Every_total_is_exactly_the_size_of_the_patch()
    {
        JsonElement answer = await ExplainAsync("--elf", folder["new.elf"], "--old-elf", folder["old.elf"]);

        int size = answer.GetProperty("patchSize").GetInt32();
        Assert.True(size > 50);
        Assert.Equal(size, Sum(answer, "kinds"));
        Assert.Equal(size, Sum(answer, "sections"));
        Assert.Equal(size, Sum(answer, "symbols"));
        Assert.Equal(size, answer.GetProperty("symbols").EnumerateArray().Sum(each => each.GetProperty("kinds").EnumerateObject().Sum(kind => kind.Value.GetInt32())));
    }

    [Fact]
    public async Task Symbols_pay_for_what_was_done_to_them()
    {
        JsonElement answer = await ExplainAsync("--elf", folder["new.elf"], "--old-elf", folder["old.elf"]);

        Dictionary<string, JsonElement> symbols = answer.GetProperty("symbols").EnumerateArray().ToDictionary(each => each.GetProperty("name").GetString()!);
        Assert.Equal(["newCode"], KindsOf(symbols["brake(int)"]));
        Assert.Contains("changedCode", KindsOf(symbols["scale(int)"]));
        Assert.Contains("shiftedCalls", KindsOf(symbols["start"]));
        Assert.Contains("changedLiterals", KindsOf(symbols["set(motor::speed)"]));
        Assert.Equal(["shiftedAddresses"], KindsOf(symbols["names"]));
        Assert.DoesNotContain("blink(int)", symbols.Keys.Where(name => KindsOf(symbols[name]).Contains("newCode")));
    }

    [Fact]
    public async Task Without_an_elf_file_blocks_pay()
    {
        JsonElement answer = await ExplainAsync();

        Assert.Equal("0x00000", answer.GetProperty("symbols")[0].GetProperty("name").GetString());
        Assert.Equal(answer.GetProperty("patchSize").GetInt32(), Sum(answer, "symbols"));
    }

    [Fact]
    public async Task A_time_stamp_in_the_image_is_named()
    {
        (_, string oldImage) = await Firmware.BuildAsync(folder, "old", WithStamp("10:11:12"));
        (_, string newImage) = await Firmware.BuildAsync(folder, "new", WithStamp("13:14:15"));

        BufferedCommandResult result = await fota.RunAsync("explain", oldImage, newImage);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("time stamp, '13:14:15'", result.StandardOutput, StringComparison.Ordinal);

        static string WithStamp(string time) => $"extern \"C\" void start();\n__attribute__((section(\".vectors\"), used)) const char built[] = \"built {time}\";\nvoid start() {{ for (;;); }}";
    }

    [Fact]
    public async Task Equal_images_have_nothing_to_explain()
    {
        (_, string image) = await Firmware.BuildAsync(folder, "old", Firmware.First);

        BufferedCommandResult result = await fota.RunAsync("explain", image, image, "--json");

        Assert.Equal((0, ""), (result.ExitCode, result.StandardError));
        JsonElement answer = JsonDocument.Parse(result.StandardOutput).RootElement;
        Assert.Equal(answer.GetProperty("patchSize").GetInt32(), Sum(answer, "symbols"));
    }

    [Fact]
    public async Task The_elf_file_of_another_image_is_refused()
    {
        (string oldElf, string oldImage) = await Firmware.BuildAsync(folder, "old", Firmware.First);
        (_, string newImage) = await Firmware.BuildAsync(folder, "new", Firmware.Second);

        BufferedCommandResult result = await fota.RunAsync("explain", oldImage, newImage, "--elf", oldElf, "--html", folder["page.html"]);

        Assert.StartsWith("error FOTA7012: ", result.StandardError, StringComparison.Ordinal);
        Assert.Equal(2, result.ExitCode);
        Assert.DoesNotContain("page.html", folder.Files);
    }

    private async Task<JsonElement> ExplainAsync(params string[] options)
    {
        (_, string oldImage) = await Firmware.BuildAsync(folder, "old", Firmware.First);
        (_, string newImage) = await Firmware.BuildAsync(folder, "new", Firmware.Second);
        BufferedCommandResult result = await fota.RunAsync(["explain", oldImage, newImage, "--json", .. options]);
        Assert.Equal((0, ""), (result.ExitCode, result.StandardError));
        return JsonDocument.Parse(result.StandardOutput).RootElement;
    }

    private static int Sum(JsonElement answer, string list) => answer.GetProperty(list).EnumerateArray().Sum(each => each.GetProperty("patchBytes").GetInt32());

    private static IReadOnlyList<string> KindsOf(JsonElement symbol) => [.. symbol.GetProperty("kinds").EnumerateObject().Select(kind => kind.Name)];
}
