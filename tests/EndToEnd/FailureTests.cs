namespace Fota.EndToEnd;

/// <summary>What can go wrong, and what the build says then: one error, with a code, a name and advice.</summary>
public sealed class FailureTests(PackedFeed feed)
{
    [Fact]
    public async Task Missing_key_names_the_file_and_the_command_that_makes_one()
    {
        using var project = new FirmwareProject(feed, withKeys: false);

        (await project.Build("-p:FotaDevelopmentKey=false")).ShouldFailWith("FOTA6004", "update.pub", "fota keygen");
    }

    [Fact]
    public async Task Missing_private_key_alone_is_named_too()
    {
        using var project = new FirmwareProject(feed, Stage.Compiled);
        File.Delete(project.PathOf("keys", "update.key"));

        (await project.Build("-p:FotaDevelopmentKey=false")).ShouldFailWith("FOTA6004", "update.key", "fota keygen");
    }

    [Fact]
    public async Task Development_key_never_replaces_half_of_a_pair()
    {
        using var project = new FirmwareProject(feed, Stage.Compiled);
        File.Delete(project.PathOf("keys", "update.key"));

        (await project.Build()).ShouldFailWith("FOTA6004", "update.key");

        Assert.Equal(File.ReadAllBytes(Path.Combine(feed.Keys, "update.pub")), File.ReadAllBytes(project.PathOf("keys", "update.pub")));
    }

    [Fact]
    public async Task Wrong_key_is_refused_before_anything_is_published()
    {
        using var project = new FirmwareProject(feed, Stage.Compiled);
        File.Copy(Path.Combine(feed.OtherKeys, "update.key"), project.PathOf("keys", "update.key"), overwrite: true);

        (await project.Build()).ShouldFailWith("FOTA3041");

        Assert.False(File.Exists(project.Package("update.json")));
    }

    [Fact]
    public async Task Something_else_in_place_of_a_key_is_refused()
    {
        using var project = new FirmwareProject(feed, Stage.Compiled);
        File.WriteAllText(project.PathOf("keys", "update.pub"), "not a key");

        (await project.Build()).ShouldFailWith("FOTA2002", "update.pub");
    }

    [Fact]
    public async Task Output_folder_that_cannot_be_made_is_one_error()
    {
        using var project = new FirmwareProject(feed, Stage.Compiled);
        File.WriteAllText(project.PathOf("blocked"), "a file where the folder should be");

        (await project.Build("-p:FotaOutputDir=blocked/fota")).ShouldFailWith("FOTA3040", "blocked");
    }

    [Fact]
    public async Task Archive_folder_that_cannot_be_made_is_one_error()
    {
        using var project = new FirmwareProject(feed, Stage.Compiled);
        File.WriteAllText(project.PathOf("blocked"), "a file where the folder should be");

        (await project.Build("-p:FotaArchiveDir=blocked/archive")).ShouldFailWith("FOTA3024", "blocked");
    }

    [Fact]
    public async Task Header_folder_that_cannot_be_made_is_one_error()
    {
        using var project = new FirmwareProject(feed, Stage.Compiled);
        File.WriteAllText(project.PathOf("blocked"), "a file where the folder should be");

        (await project.Build("-p:FotaHeaderDir=blocked/headers")).ShouldFailWith("FOTA6006", "blocked", "FotaHeaderDir");
    }

    [Fact]
    public async Task Damaged_base_in_the_archive_is_refused_and_named()
    {
        using var project = new FirmwareProject(feed, Stage.Released);
        string image = Directory.EnumerateFiles(project.Archive, "*", SearchOption.AllDirectories).MaxBy(file => new FileInfo(file).Length)!;
        byte[] bytes = File.ReadAllBytes(image);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(image, bytes);
        project.SetVersion("1.1.0");

        (await project.Build()).ShouldFailWith("FOTA3022", Path.GetFileName(image)[..8]);
    }

    [Fact]
    public async Task Missing_compiler_is_one_error_that_says_what_to_install()
    {
        using var project = new FirmwareProject(feed, Stage.Compiled);

        (await project.Build("-p:ArmGccPrefix=not-installed-")).ShouldFailWith("FOTA6020", "not-installed-gcc", "apt install");
    }

    [Fact]
    public async Task Build_that_makes_no_image_is_told_which_property_names_it()
    {
        using var project = new FirmwareProject(feed, Stage.Compiled);

        (await project.Build("-p:FotaImage=elsewhere.bin")).ShouldFailWith("FOTA6002", "elsewhere.bin", "FotaImage", "FotaAfterImageTargets");
    }

    [Theory]
    [InlineData("FotaVersion=one", "FOTA3002", "one")]
    [InlineData("FotaPatchFormat=0.8.5", "FOTA6003", "FotaPatchFormat")]
    [InlineData("FotaMaxPatchSize=much", "FOTA3004", "much")]
    [InlineData("FotaSignatureAlgorithm=rot13", "FOTA6003", "FotaSignatureAlgorithm")]
    [InlineData("FotaBaseVersions=[1", "FOTA3030", "[1")]
    public async Task Property_that_cannot_be_meant_is_refused_by_name(string property, string code, string word)
    {
        using var project = new FirmwareProject(feed, Stage.Compiled);

        (await project.Build("-p:" + property)).ShouldFailWith(code, word);
    }

    [Fact]
    public async Task Error_in_the_source_shows_the_compilers_message_and_leaves_the_package_alone()
    {
        using var project = new FirmwareProject(feed, Stage.Built);
        IReadOnlyList<string> package = project.Snapshot("bin", "Debug", "fota");
        project.Edit("src/main.c", "board_init();", "board_init()");

        BuildResult result = await project.Build();

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("main.c", result.Output, StringComparison.Ordinal);
        Assert.Equal(package, project.Snapshot("bin", "Debug", "fota"));
    }
}
