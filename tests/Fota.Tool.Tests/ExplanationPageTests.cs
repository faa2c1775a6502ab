using CliWrap.Buffered;

namespace Fota.Tool.Tests;

/// <summary>The page of <c>fota explain --html</c>, in a real browser.</summary>
public sealed class ExplanationPageTests(InstalledTool fota) : IDisposable
{
    private const string Names = "return [...document.querySelectorAll('#symbols tbody tr')].map(row => row.cells[0].textContent)";
    private const string Costs = "return [...document.querySelectorAll('#symbols tbody tr')].map(row => +row.cells[5].textContent.replace(',', ''))";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_page_draws_sorts_filters_and_explains_without_an_error()
    {
        (string oldElf, string oldImage) = await Firmware.BuildAsync(folder, "old", Firmware.First);
        (string newElf, string newImage) = await Firmware.BuildAsync(folder, "new", Firmware.Second);
        BufferedCommandResult explain = await fota.RunAsync(
            "explain", oldImage, newImage, "--elf", newElf, "--old-elf", oldElf, "--html", folder["page.html"]);
        Assert.Equal((0, ""), (explain.ExitCode, explain.StandardError));

        await using Browser browser = await Browser.StartAsync();
        await browser.OpenAsync(new Uri(folder["page.html"]));

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

    private static async Task<string[]> StringsAsync(Browser browser, string script) =>
        [.. (await browser.RunAsync(script)).EnumerateArray().Select(each => each.GetString()!)];
}
