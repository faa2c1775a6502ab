using System.Text.Json;
using CliWrap.Buffered;

namespace Fota.Tool.Tests;

/// <summary><c>fota history</c> on an archive, and its page in a real browser.</summary>
[Slow]
public sealed class HistoryTests(InstalledTool fota, ReleasedPackage package) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_release_has_the_size_of_the_patch_that_diff_makes_and_all_of_it_is_charged()
    {
        JsonElement history = await AnswerAsync("history", package.Archive);
        await AnswerAsync("diff", package.ImageOf("1.0.0"), package.ImageOf("1.1.0"), _folder["made.diff"]);

        JsonElement[] releases = [.. history.GetProperty("releases").EnumerateArray()];
        Assert.Equal(["1.0.0", "1.1.0"], releases.Select(each => each.GetProperty("version").GetString()));
        Assert.False(releases[0].TryGetProperty("patchBytes", out _));
        long size = new FileInfo(_folder["made.diff"]).Length;
        Assert.Equal(size, releases[1].GetProperty("patchBytes").GetInt64());
        Assert.Equal(size, releases[1].GetProperty("paysFor").EnumerateArray().Sum(each => each.GetProperty("patchBytes").GetInt64()));
        Assert.Equal(["DR0", "DR6"], releases[1].GetProperty("airtime").EnumerateArray().Select(each => each.GetProperty("dataRate").GetString()));
        Assert.False(history.TryGetProperty("field", out _));
    }

    [Fact]
    public async Task The_last_release_alone_still_shows_its_step()
    {
        JsonElement history = await AnswerAsync("history", package.Archive, "--last", "1");

        JsonElement only = Assert.Single(history.GetProperty("releases").EnumerateArray());
        Assert.Equal("1.1.0", only.GetProperty("version").GetString());
        Assert.True(only.GetProperty("patchBytes").GetInt32() > 0);
    }

    [Fact]
    public async Task Each_release_in_the_field_gets_what_the_package_has_for_it()
    {
        package.CopyArchiveTo(_folder["archive"]);
        await AnswerAsync("bases", "add", package.ImageOf("0.9.0"), _folder["archive"], "--version", "0.9.0", "--allow-older");
        await AnswerAsync("bases", "add", package.ImageOf("2.0.0"), _folder["archive"], "--version", "2.0.0");

        JsonElement field = (await AnswerAsync("history", _folder["archive"], "--package", package.Folder)).GetProperty("field");

        Assert.Equal("1.2.0", field.GetProperty("version").GetString());
        Assert.Equal(
            [("0.9.0", "fullImage"), ("1.0.0", "patch"), ("1.1.0", "patch"), ("2.0.0", "none")],
            field.GetProperty("offers").EnumerateArray().Select(each => (each.GetProperty("from").GetString()!, each.GetProperty("kind").GetString()!)));
        foreach (JsonElement offer in field.GetProperty("offers").EnumerateArray().Where(each => each.TryGetProperty("file", out _)))
            Assert.Equal(new FileInfo(package[offer.GetProperty("file").GetString()!]).Length, offer.GetProperty("downloadBytes").GetInt64());
    }

    [Fact]
    public async Task An_elf_file_adds_flash_and_RAM()
    {
        (string elf, string image) = await Firmware.BuildAsync(_folder, "old", Firmware.First);
        (string newElf, string newImage) = await Firmware.BuildAsync(_folder, "new", Firmware.Second);
        await AnswerAsync("bases", "add", image, _folder["archive"], "--product", "Motor", "--version", "1.0.0");
        await AnswerAsync("bases", "add", newImage, _folder["archive"], "--product", "Motor", "--version", "1.1.0");

        JsonElement history = await AnswerAsync("history", _folder["archive"], "--elf", $"1.0.0={elf}", "--elf", $"1.1.0={newElf}");

        JsonElement newest = history.GetProperty("releases")[1];
        Assert.Equal(new FileInfo(newImage).Length, newest.GetProperty("footprint").GetProperty("flashBytes").GetInt64());
        // Four words of table and one of sink.
        Assert.Equal(20, newest.GetProperty("footprint").GetProperty("ramBytes").GetInt64());
        Assert.Contains(newest.GetProperty("paysFor").EnumerateArray(), each => each.GetProperty("kind").GetString() == "newCode");
    }

    [Fact]
    public async Task The_page_shows_releases_and_offers_to_everybody()
    {
        BufferedCommandResult written = await fota.RunAsync("history", package.Archive, "--package", package.Folder, "--html", _folder["history.html"]);
        Assert.Equal((0, ""), (written.ExitCode, written.StandardError));

        await using Browser browser = await Browser.StartAsync();
        await browser.OpenAsync(new Uri(_folder["history.html"]));

        Assert.Equal(2, (await browser.RunAsync("return document.querySelectorAll('#releases tbody tr').length")).GetInt32());
        Assert.Equal("a patch", (await browser.RunAsync("return document.querySelector('#field tbody tr').cells[1].textContent")).GetString());
        // Where the link of the Markdown report leads.
        Assert.Equal("What devices in the field get of 1.2.0", (await browser.RunAsync("return document.getElementById('field-title').textContent")).GetString());
        Assert.Empty(await browser.AccessibilityFaultsAsync());
        Assert.Empty(await browser.ConsoleAsync());
    }

    [Fact]
    public async Task A_page_is_not_replaced_and_a_pair_that_is_none_is_refused()
    {
        await File.WriteAllTextAsync(_folder["history.html"], "mine", Cancellation);

        Assert.StartsWith("error FOTA7003: ", (await fota.RunAsync("history", package.Archive, "--html", _folder["history.html"])).StandardError, StringComparison.Ordinal);
        Assert.StartsWith("error FOTA7001: ", (await fota.RunAsync("history", package.Archive, "--elf", "application.elf")).StandardError, StringComparison.Ordinal);
        Assert.StartsWith("error FOTA7001: ", (await fota.RunAsync("history", package.Archive, "--last", "0")).StandardError, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(_folder["history.html"], Cancellation));
    }

    private async Task<JsonElement> AnswerAsync(params string[] arguments)
    {
        BufferedCommandResult result = await fota.RunAsync([.. arguments, "--json"]);
        Assert.Equal((0, ""), (result.ExitCode, result.StandardError));
        return JsonDocument.Parse(result.StandardOutput).RootElement;
    }
}
