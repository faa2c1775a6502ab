using System.Text.Json;
using CliWrap.Buffered;

namespace Fota.Tool.Tests;

/// <summary>The page of <c>fota explain --html</c>, in a real browser.</summary>
[Slow]
public sealed class ExplanationPageTests(InstalledTool fota) : IDisposable
{
    private const string Names = "return [...document.querySelectorAll('#symbols tbody tr')].map(row => row.cells[0].firstChild.textContent)";
    private const string Costs = "return [...document.querySelectorAll('#symbols tbody tr')].map(row => +row.cells[6].textContent.replace(',', ''))";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_page_draws_sorts_filters_and_explains_without_an_error()
    {
        await using Browser browser = await OpenAsync();

        string[] names = await StringsAsync(browser, Names);
        int[] costs = [.. (await browser.RunAsync(Costs)).EnumerateArray().Select(each => each.GetInt32())];
        Assert.Contains("brake(int)", names);
        Assert.Equal(costs.OrderDescending(), costs);
        Assert.True((await browser.RunAsync("return document.querySelectorAll('#tree button').length")).GetInt32() > 3);

        await browser.ClickAsync("th[data-key=patchBytes] button");
        int[] ascending = [.. (await browser.RunAsync(Costs)).EnumerateArray().Select(each => each.GetInt32())];
        Assert.Equal(costs.Order(), ascending);

        await browser.HoverAsync("#symbols tbody tr .bar");
        Assert.False((await browser.RunAsync("return document.getElementById('tip').hidden")).GetBoolean());
        Assert.Equal(
            (await StringsAsync(browser, Names))[0],
            (await browser.RunAsync("return document.querySelector('#tip b').textContent")).GetString());

        await browser.TypeAsync("#filter", "BRAKE");
        Assert.Equal(["brake(int)"], await StringsAsync(browser, Names));

        Assert.Empty(await browser.ConsoleAsync());
    }

    [Fact]
    public async Task Everybody_can_read_it_in_both_colour_schemes_and_on_a_phone()
    {
        await using Browser browser = await OpenAsync();

        foreach (string scheme in new[] { "light", "dark" })
        {
            foreach (int width in new[] { 1200, 390 })
            {
                await browser.ShowAsync(width, scheme);
                Assert.Empty(await browser.AccessibilityFaultsAsync());
            }
        }
    }

    [Fact]
    public async Task On_a_phone_a_row_shows_what_it_costs_without_scrolling_sideways()
    {
        await using Browser browser = await OpenAsync();
        await browser.ShowAsync(390, "light");

        Assert.InRange((await browser.RunAsync("return document.documentElement.scrollWidth")).GetInt32(), 300, 390);
        JsonElement ends = await browser.RunAsync(
            "const row = document.querySelector('#symbols tbody tr'); return [0, 6, 7].map(i => row.cells[i].getBoundingClientRect().right)");
        Assert.All(ends.EnumerateArray(), end => Assert.InRange(end.GetDouble(), 1, 390));
    }

    [Fact]
    public async Task Print_has_the_colours_and_no_open_tooltip()
    {
        await using Browser browser = await OpenAsync();
        await browser.HoverAsync("#symbols tbody tr .bar");
        string colour = (await browser.RunAsync("return getComputedStyle(document.querySelector('#kinds-bar i')).backgroundColor")).GetString()!;

        IReadOnlyList<string> drawn = PdfContent.Streams(await browser.PrintAsync());

        string[] channels = [.. System.Text.RegularExpressions.Regex.Matches(colour, @"\d+").Select(each => each.Value)];
        double[] wanted = [.. channels.Select(each => int.Parse(each, System.Globalization.CultureInfo.InvariantCulture) / 255.0)];
        Assert.Contains(drawn.SelectMany(PdfContent.FillColours), fill => fill.Zip(wanted).All(pair => Math.Abs(pair.First - pair.Second) < 0.003));
        await browser.RunAsync("document.getElementById('tip').style.setProperty('display', 'none', 'important')");
        Assert.Equal(drawn.Sum(each => each.Length), PdfContent.Streams(await browser.PrintAsync()).Sum(each => each.Length));
    }

    [Fact]
    public async Task The_keyboard_reaches_each_place_of_the_maps_and_passes_them_in_one_step()
    {
        await using Browser browser = await OpenAsync();

        await browser.RunAsync("document.getElementById('map').focus()");
        string first = await MapAsync();
        await browser.PressAsync("End");
        string last = await MapAsync();
        await browser.PressAsync("Home", "ArrowRight");
        Assert.Equal(3, new[] { first, last, await MapAsync() }.Distinct().Count());
        Assert.Contains("0x08000000", first, StringComparison.Ordinal);

        await browser.PressAsync("Tab");
        string dearest = await FocusAsync();
        await browser.PressAsync("ArrowRight");
        Assert.NotEqual(dearest, await FocusAsync());
        Assert.Equal(1, (await browser.RunAsync("return document.querySelectorAll('#tree [tabindex=\"0\"]').length")).GetInt32());
        await browser.PressAsync("Tab");
        Assert.Equal("filter", (await browser.RunAsync("return document.activeElement.id")).GetString());

        async Task<string> MapAsync() => (await browser.RunAsync("return document.getElementById('map').getAttribute('aria-valuetext')")).GetString()!;
        async Task<string> FocusAsync() => (await browser.RunAsync("return document.activeElement.getAttribute('aria-label')")).GetString()!;
    }

    [Fact]
    public async Task Without_an_elf_file_it_says_what_one_would_show()
    {
        (_, string oldImage) = await Firmware.BuildAsync(_folder, "old", Firmware.First);
        (_, string newImage) = await Firmware.BuildAsync(_folder, "new", Firmware.Second);
        BufferedCommandResult explain = await fota.RunAsync("explain", oldImage, newImage, "--html", _folder["page.html"]);
        Assert.Equal((0, ""), (explain.ExitCode, explain.StandardError));
        await using Browser browser = await Browser.StartAsync();
        await browser.OpenAsync(new Uri(_folder["page.html"]));

        Assert.Equal(
            "To see more, add --elf (names functions and objects), --old-elf (tells new from changed, and finds what moved the rest).",
            (await browser.RunAsync("return document.getElementById('more').textContent.trim()")).GetString());
        Assert.Empty(await browser.ConsoleAsync());
    }

    [Fact]
    public async Task What_one_slot_costs_is_among_the_figures()
    {
        await using Browser browser = await OpenAsync("--flash", "16KB");

        string[] figures = await StringsAsync(browser, "return [...document.querySelectorAll('#figures span')].map(each => each.textContent)");
        Assert.Contains("bytes more, plan included, than for two slots: one slot of 4 sectors of 4,096 bytes", figures);
        Assert.Empty(await browser.ConsoleAsync());
    }

    private async Task<Browser> OpenAsync(params string[] options)
    {
        (string oldElf, string oldImage) = await Firmware.BuildAsync(_folder, "old", Firmware.First);
        (string newElf, string newImage) = await Firmware.BuildAsync(_folder, "new", Firmware.Second);
        BufferedCommandResult explain = await fota.RunAsync(
            ["explain", oldImage, newImage, "--elf", newElf, "--old-elf", oldElf, "--map", _folder["new.map"], "--html", _folder["page.html"], .. options]);
        Assert.Equal((0, ""), (explain.ExitCode, explain.StandardError));
        Browser browser = await Browser.StartAsync();
        await browser.OpenAsync(new Uri(_folder["page.html"]));
        return browser;
    }

    private static async Task<string[]> StringsAsync(Browser browser, string script) =>
        [.. (await browser.RunAsync(script)).EnumerateArray().Select(each => each.GetString()!)];
}
