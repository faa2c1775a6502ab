using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;
using Fota.Delta.InPlace;

namespace Fota.Tool.Tests;

/// <summary>The commands, for an update that a device with one slot takes.</summary>
[Slow]
public sealed class OneSlotTests(InstalledTool fota, ReleasedPackage package) : IDisposable
{
    private const int SectorSize = SmallUpdate.SectorSize;
    private const int Endings = 5;

    private readonly TemporaryFolder _folder = new();

    private string Update => Path.Combine(_folder["package"], "update.fota");

    private string Old => _folder["old.bin"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Inspect_draws_the_plan()
    {
        FlashRegion region = Make();

        JsonElement plan = (await AnswerAsync("inspect", Update)).GetProperty("inPlace");

        Assert.Equal(SectorSize, plan.GetProperty("sectorSize").GetInt32());
        Assert.Equal(region.Blocks, plan.GetProperty("sectors").GetInt32());
        JsonElement[] runs = [.. plan.GetProperty("runs").EnumerateArray()];
        Assert.Equal(0, runs[0].GetProperty("first").GetInt32());
        Assert.Equal(region.Blocks - 2, runs.Sum(run => run.GetProperty("count").GetInt32()));
        BufferedCommandResult drawn = await fota.RunAsync("inspect", Update);
        Assert.Contains($"for devices with one slot too, of {region.Blocks} sectors", drawn.StandardOutput.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_serve_and_publish_say_which_devices_get_it()
    {
        FlashRegion region = Make();
        await using RunningServer server = await RunningServer.StartAsync(fota.Prepare("serve", _folder["package"], "--port", "0"));
        using var client = new HttpClient { BaseAddress = server.Address };
        await using HawkbitStub hawkbit = await HawkbitStub.StartAsync();

        JsonElement[] offers = [.. (await AnswerAsync("inspect", _folder["package"])).GetProperty("offers").EnumerateArray()];
        BufferedCommandResult published = await fota.Prepare("publish", _folder["package"], "--key", package.PublicKey, "--to", "hawkbit", "--url", hawkbit.Address, "--user", "T1\\ci", "--password-env", "PASSWORD")
            .WithEnvironmentVariables(variables => variables.Set("PASSWORD", "secret"))
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        Assert.Equal((0, ""), (published.ExitCode, published.StandardError));
        Assert.Equal($"{region}", offers[0].GetProperty("region").GetString());
        Assert.All(offers[1..], offer => Assert.False(offer.TryGetProperty("region", out _)));
        Assert.Contains($"{region}", (await fota.RunAsync("inspect", _folder["package"])).StandardOutput, StringComparison.Ordinal);
        Assert.Equal("update.fota", hawkbit.Metadata[$"fota.from.1.0.0.region.{region}"]);
        Assert.Equal("patch", await OfferAsync(region));
        Assert.Equal("full-image", await OfferAsync(new FlashRegion(region.BlockSize, region.Blocks + 1)));

        async Task<string> OfferAsync(FlashRegion each)
        {
            using HttpResponseMessage answer = await client.GetAsync(
                $"updates/{ReleasedPackage.ProductName}?from=1.0.0&region={each}", TestContext.Current.CancellationToken);
            return Assert.Single(answer.Headers.GetValues("Fota-Offer"));
        }
    }

    [Fact]
    public async Task Emulate_replaces_the_image_where_it_lies()
    {
        Make();
        JsonElement answer = await AnswerAsync("emulate", Old, Update, "--key", package.PublicKey, "--mbedtls", Repository.MbedTls, "--slots", "1");

        Assert.Equal("updated", answer.GetProperty("outcome").GetString());
        Assert.InRange(answer.GetProperty("flash").GetProperty("mostErasesOfASector").GetInt32(), 1, 3);
    }

    [Fact]
    public async Task Emulate_cuts_the_power()
    {
        Make();
        JsonElement answer = await AnswerAsync(
            "emulate", Old, Update, "--key", package.PublicKey, "--mbedtls", Repository.MbedTls, "--slots", "1", "--cut", Sweep.IsWhole ? "every" : "random:20");

        int operations = answer.GetProperty("operations").GetInt32();
        Assert.InRange(operations, 20, 200);
        Assert.Equal(Sweep.Of(sample: 20, whole: Endings * operations), answer.GetProperty("runs").GetInt32());
        Assert.Equal(Endings, answer.GetProperty("endings").GetArrayLength());
        Assert.All(answer.GetProperty("endings").EnumerateArray(), ending => Assert.Empty(ending.GetProperty("failedAt").EnumerateArray()));
    }

    private FlashRegion Make() => SmallUpdate.Make(_folder, package);

    private async Task<JsonElement> AnswerAsync(params string[] arguments)
    {
        BufferedCommandResult result = await fota.RunAsync([.. arguments, "--json"]);
        Assert.True(result.ExitCode == 0, result.StandardError);
        return JsonDocument.Parse(result.StandardOutput).RootElement;
    }
}
