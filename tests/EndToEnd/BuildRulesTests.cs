using System.Text.Json;

namespace Fota.EndToEnd;

/// <summary>What a build does besides making a package: hook points, several images, results for others, and what it refuses to guess.</summary>
public sealed class BuildRulesTests(PackedFeed feed)
{
    private const string OtherImage = """
          <ItemGroup>
            <FotaImage Include="$(OutDir)application.bin" />
            <FotaImage Include="$(OutDir)other.bin" Product="Other" Version="3.0.0" OutputDir="$(OutDir)other/" HeaderDir="$(IntermediateOutputPath)other/" />
          </ItemGroup>
        """;

    [Theory]
    [InlineData("FotaRequireBse=true", "FOTA6007", "FotaRequireBase")]
    [InlineData("FotaEnabled=1", "FOTA6003", "true or false")]
    [InlineData("FotaRelease=1", "FOTA6003", "true or false")]
    [InlineData("FotaProduct=", "FOTA6003", "empty")]
    [InlineData("FotaAfterImageTargets=ArmGccImge", "FOTA6009", "ArmGccImge")]
    public async Task Name_or_value_that_cannot_be_meant_stops_the_build_at_the_project(string property, string code, string word)
    {
        using var project = new FirmwareProject(feed, Stage.Compiled);

        BuildResult result = await project.Build("-p:" + property);

        result.ShouldFailWith(code, word);
        Assert.Contains("Blinky.csproj", result.Output.Split('\n').First(line => line.Contains(code, StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_that_fails_after_the_package_releases_nothing()
    {
        using var project = new FirmwareProject(feed, Stage.Compiled);
        Append(project, """<Target Name="Later" AfterTargets="FotaPackageUpdate"><Error Code="LATER1" Text="a test on the desk failed" /></Target>""");

        (await project.Build("-p:FotaRelease=true")).ShouldFailWith("LATER1");

        Assert.False(Directory.Exists(project.Archive) && Directory.EnumerateFiles(project.Archive, "1.0.0*", SearchOption.AllDirectories).Any());
    }

    [Fact]
    public async Task Warning_that_is_an_error_releases_nothing_and_a_first_release_is_no_missing_base()
    {
        using var project = new FirmwareProject(feed, Stage.Compiled);
        project.Environment["CI"] = "true";
        string[] strict = ["-p:FotaRelease=true", "-warnaserror", "-p:TreatWarningsAsErrors=true"];

        (await project.Build(strict)).ShouldSucceed().ShouldNotWarn();
        project.SetVersion("1.1.0");
        (await project.Build([.. strict, "-p:FotaBaseVersions=0.9.0"])).ShouldFailWith("FOTA3031", "0.9.0");
        Assert.DoesNotContain(Directory.EnumerateFiles(project.Archive, "*", SearchOption.AllDirectories), file => file.Contains("1.1.0", StringComparison.Ordinal));

        (await project.Build("-p:FotaRelease=true", "-p:TreatWarningsAsErrors=true", "-p:WarningsNotAsErrors=FOTA3031", "-p:FotaBaseVersions=0.9.0")).ShouldSucceed();
        Assert.Contains(Directory.EnumerateFiles(project.Archive, "*", SearchOption.AllDirectories), file => file.Contains("1.1.0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_key_is_created_on_a_build_server_or_for_a_release()
    {
        using var project = new FirmwareProject(feed, Stage.Compiled);
        Directory.Delete(project.PathOf("keys"), recursive: true);

        (await project.Build("-p:FotaRelease=true")).ShouldFailWith("FOTA6011");
        project.Environment["CI"] = "true";
        (await project.Build()).ShouldFailWith("FOTA6011");

        Assert.False(Directory.Exists(project.PathOf("keys")));
    }

    [Fact]
    public async Task Image_that_changes_after_it_was_packaged_is_not_archived()
    {
        using var project = new FirmwareProject(feed, Stage.Compiled);
        Append(project, """
            <Target Name="Stamp" AfterTargets="FotaPackageUpdate">
              <WriteLinesToFile File="$(OutDir)application.bin" Lines="stamped" />
            </Target>
            """);

        BuildResult result = await project.Build("-p:FotaRelease=true");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Single(result.Errors);
        Assert.False(Directory.Exists(project.Archive) && Directory.EnumerateFiles(project.Archive, "1.0.0*", SearchOption.AllDirectories).Any());
    }

    [Fact]
    public async Task Image_that_a_target_after_Build_makes_is_the_one_that_is_packaged()
    {
        using var project = new FirmwareProject(feed, Stage.Compiled);
        string image = project.PathOf("bin", "Debug", "late.bin");
        await File.WriteAllBytesAsync(image, new byte[2000], TestContext.Current.CancellationToken);
        Append(project, """
            <Target Name="Late" AfterTargets="Build"><Copy SourceFiles="$(OutDir)application.bin" DestinationFiles="$(OutDir)late.bin" /></Target>
            """);

        (await project.Build("-p:FotaImage=bin/Debug/late.bin", "-p:FotaAfterImageTargets=Late")).ShouldSucceed();

        Assert.Equal(
            await File.ReadAllBytesAsync(project.PathOf("bin", "Debug", "application.bin"), TestContext.Current.CancellationToken),
            await File.ReadAllBytesAsync(project.Package("update.bin"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Two_images_of_one_project_have_a_package_each_and_others_get_the_files()
    {
        using var project = new FirmwareProject(feed, Stage.Compiled);
        Append(project, OtherImage);
        await File.WriteAllBytesAsync(project.PathOf("bin", "Debug", "other.bin"), new byte[3000], TestContext.Current.CancellationToken);

        BuildResult result = await project.Build("-getTargetResult:FotaPackageUpdate", "-t:Build");

        result.ShouldSucceed();
        string[] files = [.. JsonDocument.Parse(result.Output[..(result.Output.LastIndexOf("\n}", StringComparison.Ordinal) + 2)]).RootElement.GetProperty("TargetResults").GetProperty("FotaPackageUpdate")
            .GetProperty("Items").EnumerateArray().Select(item => Path.GetRelativePath(project.Directory, item.GetProperty("Identity").GetString()!).Replace('\\', '/'))];
        Assert.Contains("bin/Debug/fota/update.json", files);
        Assert.Contains("bin/Debug/other/update.json", files);
        JsonElement other = JsonDocument.Parse(await File.ReadAllBytesAsync(project.PathOf("bin", "Debug", "other", "update.json"), TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal(("Other", "3.0.0"), (other.GetProperty("product").GetString(), other.GetProperty("version").GetString()));
        Assert.True(File.Exists(project.PathOf("obj", "Debug", "other", "fota_version.h")));
    }

    [Fact]
    public async Task Two_images_that_share_a_folder_are_refused()
    {
        using var project = new FirmwareProject(feed, Stage.Compiled);
        Append(project, OtherImage.Replace(""" OutputDir="$(OutDir)other/" """, " ", StringComparison.Ordinal));

        (await project.Build()).ShouldFailWith("FOTA6008", "OutputDir");
    }

    [Fact]
    public async Task Frameworks_that_would_share_a_product_are_refused_and_products_of_their_own_are_not()
    {
        using var project = new FirmwareProject(feed);
        await File.WriteAllBytesAsync(project.PathOf("image.bin"), new byte[3000], TestContext.Current.CancellationToken);
        // The samples' own is for one framework; an image that is there already needs no toolchain.
        await File.WriteAllTextAsync(project.PathOf("Directory.Build.targets"), "<Project />", TestContext.Current.CancellationToken);
        string file = project.PathOf("Blinky.csproj");
        await File.WriteAllTextAsync(file, Frameworks(""), TestContext.Current.CancellationToken);

        (await project.Build("-m:1")).ShouldFailWith("FOTA6010", "$(TargetFramework)");
        Assert.False(Directory.Exists(project.PathOf(".fota")));

        await File.WriteAllTextAsync(file, Frameworks("<FotaProduct>Blinky-$(TargetFramework)</FotaProduct>"), TestContext.Current.CancellationToken);
        (await project.Build("-m:1")).ShouldSucceed();

        Assert.All(["net8.0", "net9.0"], framework => Assert.True(File.Exists(project.PathOf("bin", "Debug", framework, "fota", "update.json")), framework));

        static string Frameworks(string product) => $"""
            <Project Sdk="Microsoft.Build.NoTargets/3.7.0">
              <PropertyGroup>
                <TargetFrameworks>net8.0;net9.0</TargetFrameworks>
                <Version>1.0.0</Version>
                <FotaImage>image.bin</FotaImage>
                <FotaHeaderDir>obj/$(TargetFramework)/fota/</FotaHeaderDir>
                {product}
              </PropertyGroup>
              <ItemGroup><PackageReference Include="Fota.Build" Version="$(FotaDevVersion)" PrivateAssets="all" /></ItemGroup>
            </Project>
            """;
    }

    [Fact]
    public async Task Switched_off_the_headers_are_there_and_the_firmware_compiles()
    {
        using var project = new FirmwareProject(feed, Stage.Compiled);

        (await project.Build("-p:FotaEnabled=false", "-t:Rebuild")).ShouldSucceed().ShouldNotWarn();

        Assert.True(File.Exists(project.PathOf("bin", "Debug", "application.bin")));
        Assert.True(File.Exists(project.PathOf("obj", "Debug", "fota", "update_certs.h")));
        Assert.False(Directory.Exists(project.PathOf("bin", "Debug", "fota")));
    }

    [Fact]
    public async Task Program_that_refers_to_a_firmware_project_builds_without_keys()
    {
        using var project = new FirmwareProject(feed);
        Directory.CreateDirectory(Path.Combine(project.Root, "Desk"));
        string firmware = project.PathOf("Blinky.csproj"), text = await File.ReadAllTextAsync(firmware, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(firmware, text.Replace(" PrivateAssets=\"all\"", "", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(project.Root, "Desk", "Desk.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net8.0</TargetFramework>
                <EnableDefaultItems>true</EnableDefaultItems>
              </PropertyGroup>
              <ItemGroup>
                <ProjectReference Include="../Blinky/Blinky.csproj" ReferenceOutputAssembly="false" />
              </ItemGroup>
            </Project>
            """, TestContext.Current.CancellationToken);
        // The samples' own is for firmware.
        await File.WriteAllTextAsync(Path.Combine(project.Root, "Desk", "Directory.Build.targets"), "<Project />", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(project.Root, "Desk", "Desk.cs"), "public static class Desk { public const int Answer = 42; }", TestContext.Current.CancellationToken);

        BuildResult result = await project.DotnetIn("Desk", "build");

        result.ShouldSucceed().ShouldNotWarn();
        Assert.False(Directory.Exists(Path.Combine(project.Root, "Desk", "keys")));
        Assert.False(Directory.Exists(Path.Combine(project.Root, "Desk", ".fota")));
        Assert.True(File.Exists(project.Package("update.json")));
    }

    [Fact]
    public async Task Publish_puts_the_package_beside_the_rest()
    {
        using var project = new FirmwareProject(feed, Stage.Built);

        (await project.Dotnet("publish", "-o", "published", "-c", "Debug", "--no-restore")).ShouldSucceed();

        foreach (string file in (string[])["update.json", "update.bin", "update.sig", "update.full.fota"])
        {
            Assert.Equal(
                await File.ReadAllBytesAsync(project.Package(file), TestContext.Current.CancellationToken),
                await File.ReadAllBytesAsync(Path.Combine(project.Root, "published", "fota", file), TestContext.Current.CancellationToken));
        }
    }

    /// <summary>Adds to the end of the project.</summary>
    private static void Append(FirmwareProject project, string xml)
    {
        string file = project.PathOf("Blinky.csproj");
        File.WriteAllText(file, File.ReadAllText(file).Replace("</Project>", xml + "\n</Project>", StringComparison.Ordinal));
    }
}
