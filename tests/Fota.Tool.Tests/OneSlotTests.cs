using System.Text.Json;
using CliWrap.Buffered;
using Fota.Delta.InPlace;
using Fota.Release.Images;
using Fota.Release.Packaging;
using Fota.Release.Planning;
using Fota.Release.Store;
using Fota.Signing;

namespace Fota.Tool.Tests;

/// <summary>The commands, for an update that a device with one slot takes.</summary>
[Slow]
public sealed class OneSlotTests(InstalledTool fota, ReleasedPackage package) : IDisposable
{
    private const int SectorSize = 1024;
    private const int ImageSize = 2 * SectorSize;
    private const int Endings = 5;

    private readonly TemporaryFolder folder = new();

    private string Update => Path.Combine(folder["package"], "update.fota");

    private string Old => folder["old.bin"];

    public void Dispose() => folder.Dispose();

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
    public async Task Emulate_replaces_the_image_where_it_lies()
    {
        Make();
        JsonElement answer = await AnswerAsync("emulate", Old, Update, "--key", package.PublicKey, "--mbedtls", Repository.MbedTls, "--slots", "1");

        Assert.Equal("updated", answer.GetProperty("outcome").GetString());
        Assert.InRange(answer.GetProperty("flash").GetProperty("mostErasesOfASector").GetInt32(), 1, 3);
    }

    [Fact]
    public async Task Emulate_cuts_the_power_at_every_operation()
    {
        Make();
        JsonElement answer = await AnswerAsync(
            "emulate", Old, Update, "--key", package.PublicKey, "--mbedtls", Repository.MbedTls, "--slots", "1", "--cut", "every");

        int operations = answer.GetProperty("operations").GetInt32();
        Assert.InRange(operations, 20, 200);
        Assert.Equal(Endings * operations, answer.GetProperty("runs").GetInt32());
        Assert.Equal(Endings, answer.GetProperty("endings").GetArrayLength());
        Assert.All(answer.GetProperty("endings").EnumerateArray(), ending => Assert.Empty(ending.GetProperty("failedAt").EnumerateArray()));
    }

    /// <summary>Packages 1.1.0 of a small image with the base 1.0.0, for a flash with two spare sectors.</summary>
    private FlashRegion Make()
    {
        var region = new FlashRegion(SectorSize, (ImageSize / SectorSize) + 2);
        Product product = Product.Parse(ReleasedPackage.ProductName);
        File.WriteAllBytes(Old, Image("1.0.0"));
        File.WriteAllBytes(folder["new.bin"], Image("1.1.0"));
        BaseArchive.Open(folder["archive"]).Promote(product, FirmwareVersion.Parse("1.0.0"), FirmwareImage.Load(Old));
        UpdatePackager.Package(new PackagingRequest
        {
            ImageFile = folder["new.bin"],
            Product = product,
            Version = FirmwareVersion.Parse("1.1.0"),
            ArchiveDirectory = folder["archive"],
            OutputDirectory = folder["package"],
            OneSlot = new OneSlot(region, SpareSectors: 2),
            Signer = () => KeyFileSigner.Load(package.PrivateKey),
            PublicKeyFiles = [package.PublicKey],
            Tool = "Fota.Tool.Tests",
        });
        return region;
    }

    private static byte[] Image(string version)
    {
        byte[] image = new byte[ImageSize];
        new Random(1).NextBytes(image);
        VersionNumbers numbers = FirmwareVersion.Parse(version).Numbers;
        image[ImageSize / 2] = (byte)numbers.Minor;
        new ImageInfoRecord(ProductId.Of(ReleasedPackage.ProductName), numbers).ToByteArray().CopyTo(image, 16);
        return image;
    }

    private async Task<JsonElement> AnswerAsync(params string[] arguments)
    {
        BufferedCommandResult result = await fota.RunAsync([.. arguments, "--json"]);
        Assert.True(result.ExitCode == 0, result.StandardError);
        return JsonDocument.Parse(result.StandardOutput).RootElement;
    }
}
