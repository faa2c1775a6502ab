using System.Text.Json;

namespace Fota.EndToEnd;

/// <summary>Bases that do not lie in the project's archive.</summary>
public sealed class BasesElsewhereTests(PackedFeed feed)
{
    [Fact]
    public async Task An_item_names_any_file_as_a_base()
    {
        using var project = new FirmwareProject(feed, Stage.Released);
        string digest = project.Manifest().GetProperty("image").GetProperty("sha256").GetString()!;
        Directory.CreateDirectory(project.PathOf("kept images"));
        File.Copy(project.Package("update.bin"), project.PathOf("kept images", "first.bin"));
        Directory.Delete(project.Archive, recursive: true);
        project.SetVersion("1.1.0");
        project.ChangeOneLine();
        AddBase(project, digest);

        (await project.Build()).ShouldSucceed().ShouldNotWarn();

        JsonElement patch = Assert.Single(project.Manifest().GetProperty("patches").EnumerateArray());
        Assert.Equal(digest, patch.GetProperty("base").GetProperty("sha256").GetString());
        File.AppendAllText(project.PathOf("kept images", "first.bin"), "x");
        (await project.Build()).ShouldFailWith("FOTA3036", "first.bin", digest);
        File.Delete(project.PathOf("kept images", "first.bin"));
        (await project.Build()).ShouldFailWith("FOTA3035", "1.0.0");
    }

    [Fact]
    public async Task An_item_without_its_digest_is_refused()
    {
        using var project = new FirmwareProject(feed, Stage.Compiled);
        AddBase(project, "");

        (await project.Build()).ShouldFailWith("FOTA6003", "FotaBase", "Sha256");
    }

    private static void AddBase(FirmwareProject project, string digest) => project.Edit(
        "Blinky.csproj",
        "</Project>",
        $"""<ItemGroup><FotaBase Include="kept images/first.bin" Version="1.0.0" Sha256="{digest}" /></ItemGroup></Project>""");
}
