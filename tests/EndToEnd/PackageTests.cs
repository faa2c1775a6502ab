using System.Text.Json;
using System.Text.RegularExpressions;
using Fota.Delta;

namespace Fota.EndToEnd;

/// <summary>What a build leaves in its update folder.</summary>
public sealed class PackageTests(PackedFeed feed)
{
    [Fact]
    public async Task First_build_makes_a_signed_package_without_a_patch_or_a_warning()
    {
        using var project = new FirmwareProject(feed);

        (await project.Build()).ShouldSucceed().ShouldNotWarn();

        Assert.Equal(
            [".lock", "update.bin", "update.full.fota", "update.json", "update.json.sig", "update.sig"],
            Directory.EnumerateFiles(project.PathOf("bin", "Debug", "fota")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(File.ReadAllBytes(project.PathOf("bin", "Debug", "application.bin")), File.ReadAllBytes(project.Package("update.bin")));
        string key = project.PathOf("keys", "update.pub");
        await OpenSsl.VerifyAsync(key, project.Package("update.sig"), project.Package("update.bin"));
        await OpenSsl.VerifyAsync(key, project.Package("update.json.sig"), project.Package("update.json"));
    }

    [Fact]
    public async Task Image_is_real_firmware_of_at_least_20_kilobytes_that_fits_its_device()
    {
        using var project = new FirmwareProject(feed, Stage.Compiled);

        (await project.Build("-c", "Release")).ShouldSucceed();

        Assert.InRange(new FileInfo(project.PathOf("bin", "Release", "application.bin")).Length, 20 * 1024, 256 * 1024);
    }

    [Fact]
    public async Task Header_carries_the_modulus_that_openssl_reads_from_the_public_key()
    {
        using var project = new FirmwareProject(feed, Stage.Built);

        string header = File.ReadAllText(project.PathOf("obj", "Debug", "fota", "update_certs.h"));
        string modulus = await OpenSsl.ModulusAsync(project.PathOf("keys", "update.pub"));
        string inHeader = Regex.Match(header, "#define UPDATE_CERT_MODULUS_0 ((?:\\s*\\\\?\\s*\"[0-9A-Fa-f]+\")+)").Groups[1].Value;
        Assert.Equal(modulus, Regex.Replace(inHeader, "[^0-9A-Fa-f]", string.Empty), ignoreCase: true);
    }

    [Fact]
    public async Task Second_build_with_a_change_makes_a_small_patch_that_gives_the_new_image()
    {
        using var project = new FirmwareProject(feed, Stage.Built);
        byte[] old = File.ReadAllBytes(project.Package("update.bin"));

        project.ChangeOneLine();
        (await project.Build()).ShouldSucceed().ShouldNotWarn();

        byte[] image = File.ReadAllBytes(project.Package("update.bin"));
        byte[] patch = File.ReadAllBytes(project.Package("update.diff"));
        Assert.NotEqual(old, image);
        Assert.Equal(image, Patcher.Apply(old, patch));
        Assert.InRange(patch.Length, 1, image.Length / 20);
        Assert.True(File.Exists(project.Package("update.fota")));
        await OpenSsl.VerifyAsync(project.PathOf("keys", "update.pub"), project.Package("update.sig"), project.Package("update.bin"));
        JsonElement listed = Assert.Single(project.Manifest().GetProperty("patches").EnumerateArray());
        Assert.Equal(patch.Length, listed.GetProperty("size").GetInt32());
    }

    [Fact]
    public async Task Rebuild_without_a_change_writes_nothing_and_keeps_the_base()
    {
        using var project = new FirmwareProject(feed, Stage.Built);
        project.ChangeOneLine();
        (await project.Build()).ShouldSucceed();
        IReadOnlyList<string> package = project.Snapshot("bin"), archive = project.Snapshot(".fota"), headers = project.Snapshot("obj", "Debug", "fota");

        for (int i = 0; i < 2; i++)
            (await project.Build()).ShouldSucceed();

        Assert.Equal(package, project.Snapshot("bin"));
        Assert.Equal(archive, project.Snapshot(".fota"));
        Assert.Equal(headers, project.Snapshot("obj", "Debug", "fota"));
    }

    [Fact]
    public async Task Clean_removes_what_was_built_and_keeps_the_archive_so_that_the_same_package_is_built_again()
    {
        using var project = new FirmwareProject(feed, Stage.Built);
        project.ChangeOneLine();
        (await project.Build()).ShouldSucceed();
        byte[] patch = File.ReadAllBytes(project.Package("update.diff"));
        byte[] manifest = File.ReadAllBytes(project.Package("update.json"));

        (await project.Dotnet("clean")).ShouldSucceed();

        Assert.Empty(Directory.EnumerateFiles(project.PathOf("bin"), "*", SearchOption.AllDirectories));
        Assert.False(Directory.Exists(project.PathOf("obj", "Debug", "arm", "src"))
            && Directory.EnumerateFiles(project.PathOf("obj", "Debug", "arm"), "*", SearchOption.AllDirectories).Any());
        Assert.NotEmpty(Directory.EnumerateFiles(project.Archive, "*", SearchOption.AllDirectories));

        (await project.Build()).ShouldSucceed();
        Assert.Equal(patch, File.ReadAllBytes(project.Package("update.diff")));
        Assert.Equal(manifest, File.ReadAllBytes(project.Package("update.json")));
    }

    [Fact]
    public async Task Release_and_Debug_do_not_share_bases()
    {
        using var project = new FirmwareProject(feed, Stage.Built);

        (await project.Build("-c", "Release")).ShouldSucceed();

        Assert.False(File.Exists(project.PathOf("bin", "Release", "fota", "update.diff")));
        Assert.True(File.Exists(project.PathOf("bin", "Release", "fota", "update.json")));
        Assert.Empty(project.Manifest().GetProperty("patches").EnumerateArray());
        Assert.True(Directory.Exists(project.PathOf(".fota", "Release")));
    }
}
