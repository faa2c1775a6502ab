using System.Text.Json;
using CliWrap.Buffered;
using Fota.Tool.Explain;

namespace Fota.Tool.Tests;

/// <summary><c>fota explain</c> on firmware of the real compiler.</summary>
[Slow]
public sealed class ExplainTests(InstalledTool fota) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_total_is_exactly_the_size_of_the_patch()
    {
        JsonElement answer = await ExplainAsync("--elf", _folder["new.elf"], "--old-elf", _folder["old.elf"]);

        int size = answer.GetProperty("patchSize").GetInt32();
        Assert.True(size > 50);
        Assert.Equal(size, Sum(answer, "kinds"));
        Assert.Equal(size, Sum(answer, "sections"));
        Assert.Equal(size, Sum(answer, "symbols"));
        Assert.Equal(size, answer.GetProperty("symbols").EnumerateArray().Sum(each => each.GetProperty("kinds").EnumerateObject().Sum(kind => kind.Value.GetInt32())));
    }

    [Fact]
    public async Task A_compact_patch_pays_for_what_it_codes_and_says_what_relocation_saves()
    {
        JsonElement answer = await ExplainAsync("--elf", _folder["new.elf"], "--old-elf", _folder["old.elf"], "--format", "compact");
        JsonElement other = await ExplainAsync("--elf", _folder["new.elf"], "--old-elf", _folder["old.elf"]);

        int size = answer.GetProperty("patchSize").GetInt32();
        Assert.InRange(size, 30, other.GetProperty("patchSize").GetInt32() - 1);
        Assert.Equal(size, Sum(answer, "kinds"));
        Assert.Equal(size, Sum(answer, "symbols"));
        Assert.Contains(answer.GetProperty("kinds").EnumerateArray(), each => each.GetProperty("kind").GetString() == "literals");
        Assert.True(answer.GetProperty("compact").GetProperty("memory").GetInt32() <= 4608);
        Assert.False(other.TryGetProperty("compact", out _));
    }

    [Theory]
    [InlineData("old.elf", true)]
    [InlineData("old.axf", true)]
    [InlineData("new.elf", true)]
    [InlineData("elsewhere.elf", false)]
    public async Task A_compact_patch_takes_the_link_address_of_an_elf_file_beside_an_image_and_says_what_it_was_worth(string name, bool isTaken)
    {
        (string oldElf, string oldImage) = await Firmware.BuildAsync(_folder, "old", Firmware.Texts(spaces: 0));
        (string newElf, string newImage) = await Firmware.BuildAsync(_folder, "new", Firmware.Texts(spaces: 24));
        (string kept, string other) = name.StartsWith("new", StringComparison.Ordinal) ? (newElf, oldElf) : (oldElf, newElf);
        File.Delete(other);
        File.Move(kept, _folder[name]);

        BufferedCommandResult result = await fota.RunAsync("explain", oldImage, newImage, "--format", "compact", "--json");
        JsonElement compact = JsonDocument.Parse(result.StandardOutput).RootElement.GetProperty("compact");
        string text = (await fota.RunAsync("explain", oldImage, newImage, "--format", "compact")).StandardOutput;

        Assert.Equal(isTaken, compact.TryGetProperty("baseAddress", out JsonElement address));
        if (!isTaken)
            return;
        Assert.Equal(0x08000000u, address.GetUInt32());
        Assert.Equal(_folder[name], compact.GetProperty("baseFile").GetString());
        Assert.InRange(compact.GetProperty("savedByBaseFile").GetInt32(), 50, 1000);
        Assert.Contains($"of {name}, which saves {compact.GetProperty("savedByBaseFile").GetInt32()} bytes", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Symbols_pay_for_what_was_done_to_them()
    {
        JsonElement answer = await ExplainAsync("--elf", _folder["new.elf"], "--old-elf", _folder["old.elf"]);

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
    public async Task The_linkers_map_names_the_object_file_of_each_symbol()
    {
        JsonElement answer = await ExplainAsync("--elf", _folder["new.elf"], "--map", _folder["new.map"]);

        JsonElement ours = Assert.Single(answer.GetProperty("files").EnumerateArray(), file => file.GetProperty("file").GetString()!.EndsWith(".o", StringComparison.Ordinal));
        Assert.All(
            answer.GetProperty("symbols").EnumerateArray().Where(each => each.GetProperty("isSymbol").GetBoolean()),
            symbol => Assert.Equal(ours.GetProperty("file").GetString(), symbol.GetProperty("file").GetString()));
        Assert.InRange(ours.GetProperty("patchBytes").GetInt32(), 50, answer.GetProperty("patchSize").GetInt32());
    }

    [Fact]
    public async Task The_symbol_that_moved_the_others_is_named_with_what_to_write_in_the_linker_script()
    {
        JsonElement answer = await ExplainAsync("--elf", _folder["new.elf"], "--old-elf", _folder["old.elf"]);

        JsonElement advice = Assert.Single(answer.GetProperty("advice").EnumerateArray(), each => each.GetProperty("finding").GetString()!.Contains("only moved", StringComparison.Ordinal));
        Assert.Matches(@"scale\(int\) in \.text at 0x[0-9A-F]+ grew from \d+ to \d+ bytes: \d+ bytes behind it moved\.", advice.GetProperty("finding").GetString());
        Assert.Contains("*(.text .text.*) *(.text_last)", advice.GetProperty("remedy").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_of_values_has_every_symbol_and_no_formula()
    {
        JsonElement answer = await ExplainAsync("--elf", _folder["new.elf"], "--old-elf", _folder["old.elf"], "--csv", _folder["new.csv"]);

        string[] lines = await File.ReadAllLinesAsync(_folder["new.csv"], TestContext.Current.CancellationToken);
        Assert.Equal(
            "\"name\",\"section\",\"file\",\"offset\",\"size\",\"was\",\"patchBytes\"",
            string.Join(',', lines[0].Split(',').Take(7)));
        Assert.Equal(answer.GetProperty("symbols").GetArrayLength(), lines.Length - 1);
        Assert.Equal(answer.GetProperty("patchSize").GetInt32(), lines.Skip(1).Sum(line => int.Parse(line.Split("\",\"")[6], System.Globalization.CultureInfo.InvariantCulture)));
        var formula = new Explanation(1, 0, 1, "", 1, [], [], [new("=1+1", "", null, 0, 1, null, true, 1, new Dictionary<string, int>())], null, []);
        Assert.Contains("\"'=1+1\"", System.Text.Encoding.UTF8.GetString(ExplanationCsv.Create(formula)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_map_and_a_map_without_an_elf_file_are_refused()
    {
        (string elf, string image) = await Firmware.BuildAsync(_folder, "old", Firmware.First);

        Assert.StartsWith(
            "error FOTA7013: ", (await fota.RunAsync("explain", image, image, "--elf", elf, "--map", _folder["old.cpp"])).StandardError, StringComparison.Ordinal);
        Assert.StartsWith(
            "error FOTA7001: ", (await fota.RunAsync("explain", image, image, "--map", _folder["old.map"])).StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_stamp_in_the_image_is_named()
    {
        (_, string oldImage) = await Firmware.BuildAsync(_folder, "old", WithStamp("10:11:12"));
        (_, string newImage) = await Firmware.BuildAsync(_folder, "new", WithStamp("13:14:15"));

        BufferedCommandResult result = await fota.RunAsync("explain", oldImage, newImage);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("time stamp, '13:14:15'", result.StandardOutput, StringComparison.Ordinal);

        static string WithStamp(string time) => $"extern \"C\" void start();\n__attribute__((section(\".vectors\"), used)) const char built[] = \"built {time}\";\nvoid start() {{ for (;;); }}";
    }

    [Fact]
    public async Task What_one_slot_costs_is_told_with_what_another_sector_would_save()
    {
        byte[] image = new byte[16 * 256];
        new Random(1).NextBytes(image);
        File.WriteAllBytes(_folder["old.bin"], image);
        // Half a sector from each half in turn: no sector is done with before the second step, and one spare is full after the first.
        File.WriteAllBytes(_folder["new.bin"], [.. Enumerable.Range(0, 16).SelectMany(each => (byte[])[.. image[(each * 128)..][..128], .. image[(2048 + (each * 128))..][..128]])]);

        JsonElement two = await AnswerAsync();
        JsonElement one = await AnswerAsync("--flash", $"{17 * 256}", "--sector-size", "256");
        JsonElement roomy = await AnswerAsync("--flash", "8KB", "--sector-size", "256");

        Assert.False(two.TryGetProperty("inPlace", out _));
        JsonElement cost = one.GetProperty("inPlace");
        Assert.Equal(two.GetProperty("patchSize").GetInt32(), cost.GetProperty("unrestrictedSize").GetInt32());
        Assert.Equal((17, 256), (cost.GetProperty("sectors").GetInt32(), cost.GetProperty("sectorSize").GetInt32()));
        Assert.Equal(
            one.GetProperty("patchSize").GetInt32() + cost.GetProperty("planSize").GetInt32() - two.GetProperty("patchSize").GetInt32(),
            cost.GetProperty("restrictionCost").GetInt32());
        Assert.True(cost.GetProperty("restrictionCost").GetInt32() > 256);
        JsonElement advice = Assert.Single(one.GetProperty("advice").EnumerateArray(), IsAboutSlots);
        Assert.Contains($"{18 * 256} bytes of flash", advice.GetProperty("remedy").GetString(), StringComparison.Ordinal);
        Assert.Equal(roomy.GetProperty("inPlace").GetProperty("planSize").GetInt32(), roomy.GetProperty("inPlace").GetProperty("restrictionCost").GetInt32());
        Assert.DoesNotContain(roomy.GetProperty("advice").EnumerateArray(), IsAboutSlots);
        string drawn = (await fota.RunAsync("explain", _folder["old.bin"], _folder["new.bin"], "--flash", "8KB")).StandardOutput;
        Assert.Contains("For one slot of 2 sectors of 4,096 bytes", drawn, StringComparison.Ordinal);

        static bool IsAboutSlots(JsonElement each) => each.GetProperty("finding").GetString()!.Contains("one slot", StringComparison.Ordinal);

        async Task<JsonElement> AnswerAsync(params string[] options)
        {
            BufferedCommandResult result = await fota.RunAsync(["explain", _folder["old.bin"], _folder["new.bin"], "--json", .. options]);
            Assert.Equal((0, ""), (result.ExitCode, result.StandardError));
            return JsonDocument.Parse(result.StandardOutput).RootElement;
        }
    }

    [Theory]
    [InlineData("--sector-size needs --flash", "--sector-size", "4KB")]
    [InlineData("is no multiple", "--flash", "6KB")]
    [InlineData("is no multiple", "--flash", "8KB", "--sector-size", "0")]
    [InlineData("compact patches need two", "--flash", "8KB", "--format", "compact")]
    [InlineData("--patch names one", "--flash", "8KB", "--patch", "some.diff")]
    public async Task Options_of_one_slot_that_cannot_be_meant_are_refused(string message, params string[] options)
    {
        File.WriteAllBytes(_folder["old.bin"], new byte[512]);

        BufferedCommandResult result = await fota.RunAsync(["explain", _folder["old.bin"], _folder["old.bin"], .. options]);

        Assert.StartsWith("error FOTA7001: ", result.StandardError, StringComparison.Ordinal);
        Assert.Contains(message, result.StandardError, StringComparison.Ordinal);
        Assert.Equal(2, result.ExitCode);
    }

    [Fact]
    public async Task Equal_images_have_nothing_to_explain()
    {
        (_, string image) = await Firmware.BuildAsync(_folder, "old", Firmware.First);

        BufferedCommandResult result = await fota.RunAsync("explain", image, image, "--json");

        Assert.Equal((0, ""), (result.ExitCode, result.StandardError));
        JsonElement answer = JsonDocument.Parse(result.StandardOutput).RootElement;
        Assert.Equal(answer.GetProperty("patchSize").GetInt32(), Sum(answer, "symbols"));
    }

    [Fact]
    public async Task The_elf_file_of_another_image_is_refused()
    {
        (string oldElf, string oldImage) = await Firmware.BuildAsync(_folder, "old", Firmware.First);
        (_, string newImage) = await Firmware.BuildAsync(_folder, "new", Firmware.Second);

        BufferedCommandResult result = await fota.RunAsync("explain", oldImage, newImage, "--elf", oldElf, "--html", _folder["page.html"]);

        Assert.StartsWith("error FOTA7012: ", result.StandardError, StringComparison.Ordinal);
        Assert.Equal(2, result.ExitCode);
        Assert.DoesNotContain("page.html", _folder.Files);
    }

    private async Task<JsonElement> ExplainAsync(params string[] options)
    {
        (_, string oldImage) = await Firmware.BuildAsync(_folder, "old", Firmware.First);
        (_, string newImage) = await Firmware.BuildAsync(_folder, "new", Firmware.Second);
        BufferedCommandResult result = await fota.RunAsync(["explain", oldImage, newImage, "--json", .. options]);
        Assert.Equal((0, ""), (result.ExitCode, result.StandardError));
        return JsonDocument.Parse(result.StandardOutput).RootElement;
    }

    private static int Sum(JsonElement answer, string list) => answer.GetProperty(list).EnumerateArray().Sum(each => each.GetProperty("patchBytes").GetInt32());

    private static IReadOnlyList<string> KindsOf(JsonElement symbol) => [.. symbol.GetProperty("kinds").EnumerateObject().Select(kind => kind.Name)];
}
