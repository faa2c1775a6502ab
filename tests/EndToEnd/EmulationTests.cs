using System.Text.Json;

namespace Fota.EndToEnd;

/// <summary>The build proves its update on an emulated device.</summary>
public sealed class EmulationTests(PackedFeed feed)
{
    [Fact]
    public async Task Device_that_runs_1_0_0_installs_the_new_feature_and_prints_1_1_0()
    {
        using FirmwareProject project = await Updated();

        BuildResult result = (await project.Build("-p:FotaEmulate=true")).ShouldSucceed().ShouldNotWarn();

        Assert.Contains("emulated 1.0.0 -> 1.1.0: updated", result.Output, StringComparison.Ordinal);
        JsonElement patch = Assert.Single(Report(project).GetProperty("patches").EnumerateArray());
        // The words of 'fota emulate --json'.
        JsonElement trial = patch.GetProperty("trial");
        string uart = string.Join('\n', trial.GetProperty("uart").EnumerateArray().Select(line => line.GetString()));
        Assert.True(uart.IndexOf("Blinky 1.0.0", StringComparison.Ordinal) < uart.IndexOf("Blinky 1.1.0", StringComparison.Ordinal), uart);
        Assert.Equal("updated", trial.GetProperty("outcome").GetString());
        Assert.InRange(trial.GetProperty("ram").GetProperty("total").GetInt32(), 1, 32 * 1024);
    }

    [Fact]
    public async Task Device_installs_a_compact_patch_of_less_than_half_the_size()
    {
        using FirmwareProject project = await Updated();

        BuildResult result = (await project.Build("-p:FotaPatchFormat=compact", "-p:FotaEmulate=true")).ShouldSucceed().ShouldNotWarn();

        Assert.Contains("emulated 1.0.0 -> 1.1.0: updated", result.Output, StringComparison.Ordinal);
        long compact = new FileInfo(project.Package("update.diff")).Length;
        (await project.Build()).ShouldSucceed();
        Assert.InRange(compact, 100, new FileInfo(project.Package("update.diff")).Length / 2);
    }

    [Fact]
    public async Task Device_with_one_slot_replaces_the_image_where_it_lies()
    {
        using FirmwareProject project = await Updated();

        BuildResult result = (await project.Build("-p:FotaSlots=1", "-p:FotaEmulate=true")).ShouldSucceed().ShouldNotWarn();

        Assert.Contains("emulated 1.0.0 -> 1.1.0: updated in place", result.Output, StringComparison.Ordinal);
        Assert.Equal(1, Report(project).GetProperty("device").GetProperty("slots").GetInt32());
    }

    [Fact]
    public async Task Device_moves_from_one_key_to_the_next_by_an_update()
    {
        using var project = new FirmwareProject(feed, Stage.Compiled);
        project.Environment["FOTA_MBEDTLS_DIR"] = Repository.MbedTls;
        string next = Directory.CreateDirectory(project.PathOf("next")).FullName;
        foreach (string file in Directory.GetFiles(feed.OtherKeys))
            File.Copy(file, Path.Combine(next, Path.GetFileName(file)));
        // Devices of 1.0.0 trust the current key and the next one; the current one signs.
        project.Edit("Blinky.csproj", "</Version>", "</Version><FotaPublicKey>keys/update.pub;next/update.pub</FotaPublicKey>");
        (await project.Build("-p:FotaRelease=true")).ShouldSucceed();

        // 1.1.0 is signed with the next key, and such a device installs it.
        project.SetVersion("1.1.0");
        project.ChangeOneLine();
        string[] signedWithNext = ["-p:FotaSigningKey=next/update.key", "-p:FotaEmulate=true"];
        BuildResult rotated = (await project.Build([.. signedWithNext, "-p:FotaRelease=true"])).ShouldSucceed();
        Assert.Contains("emulated 1.0.0 -> 1.1.0: updated", rotated.Output, StringComparison.Ordinal);
        await OpenSsl.VerifyAsync(Path.Combine(next, "update.pub"), project.Package("update.sig"), project.Package("update.bin"));

        // From 1.2.0 on, the old key is worth nothing.
        project.SetVersion("1.2.0");
        project.Edit("Blinky.csproj", "keys/update.pub;next/update.pub", "next/update.pub");
        BuildResult last = (await project.Build(signedWithNext)).ShouldSucceed();
        Assert.Contains("emulated 1.1.0 -> 1.2.0: updated", last.Output, StringComparison.Ordinal);
        project.SetVersion("1.3.0");
        (await project.Build("-p:FotaSigningKey=keys/update.key")).ShouldFailWith("FOTA3041", "next/update.pub");
    }

    [Fact]
    public async Task Unchanged_update_is_not_emulated_again_and_its_report_stays()
    {
        using FirmwareProject project = await Updated();
        (await project.Build("-p:FotaEmulate=true")).ShouldSucceed();
        IReadOnlyList<string> files = project.Snapshot("bin", "Debug", "fota");

        BuildResult result = (await project.Build("-p:FotaEmulate=true")).ShouldSucceed();

        Assert.Contains("emulated before", result.Output, StringComparison.Ordinal);
        Assert.Equal(files, project.Snapshot("bin", "Debug", "fota"));
        (await project.Build()).ShouldSucceed();
        Assert.False(File.Exists(project.Package("update.emulation.json")));
    }

    [Fact]
    public async Task Device_that_is_too_small_fails_the_build_and_the_image_does_not_become_a_release()
    {
        using FirmwareProject project = await Updated();

        (await project.Build("-p:FotaEmulate=true", "-p:FotaRelease=true", "-p:FotaEmulateFlash=64KB")).ShouldFailWith("FOTA5005", "FotaEmulateFlash");

        project.SetVersion("1.2.0");
        (await project.Build()).ShouldSucceed();
        JsonElement patch = Assert.Single(project.Manifest().GetProperty("patches").EnumerateArray());
        Assert.Equal("1.0.0", patch.GetProperty("base").GetProperty("version").GetString());
    }

    [Theory]
    [InlineData("FotaEmulateRam=some", "FOTA3004", "FotaEmulateRam")]
    [InlineData("FotaEmulateCpu=z80", "FOTA5004", "FotaEmulateCpu")]
    [InlineData("FotaEmulateSectorSize=1000", "FOTA5004", "sector size")]
    [InlineData("FotaEmulateDevice=z80", "FOTA5004", "FotaEmulateDevice")]
    [InlineData("FotaEmulateProgramUnit=3", "FOTA5004", "program unit")]
    [InlineData("FotaEmulateEraseValue=0x55", "FOTA5004", "0x55")]
    public async Task Figure_that_makes_no_device_is_refused(string property, string code, string word)
    {
        using FirmwareProject project = await Updated();

        (await project.Build("-p:FotaEmulate=true", "-p:" + property)).ShouldFailWith(code, word);
    }

    [Fact]
    public async Task Device_is_the_one_that_is_named_with_what_else_is_set()
    {
        using FirmwareProject project = await Updated();

        (await project.Build("-p:FotaEmulate=true", "-p:FotaEmulateDevice=xdot", "-p:FotaEmulateProgramUnit=8", "-p:FotaEmulateRequireExecution=true")).ShouldSucceed().ShouldNotWarn();

        JsonElement device = Report(project).GetProperty("device");
        Assert.Equal(
            ("cortex-m3", 256, 8, 0),
            (device.GetProperty("cpu").GetString(), device.GetProperty("sectorSize").GetInt32(), device.GetProperty("programUnit").GetInt32(), device.GetProperty("eraseValue").GetInt32()));
    }

    /// <summary>Where it is not required, the report says so; where it is, what was tried before without it is tried again.</summary>
    [Fact]
    public async Task Firmware_that_is_to_be_executed_and_was_linked_for_other_hardware_fails_the_build()
    {
        using FirmwareProject project = await Updated();
        project.Edit("application.ld", "0x21000000", "0x08000000");

        BuildResult result = (await project.Build("-p:FotaEmulate=true")).ShouldSucceed();

        Assert.Contains("not executed: linked for other hardware", result.Output, StringComparison.Ordinal);
        JsonElement patch = Assert.Single(Report(project).GetProperty("patches").EnumerateArray());
        Assert.False(patch.GetProperty("trial").GetProperty("executed").GetBoolean());
        (await project.Build("-p:FotaEmulate=true", "-p:FotaEmulateRequireExecution=true")).ShouldFailWith("FOTA5012", "other hardware");
    }

    [Fact]
    public async Task Missing_Mbed_TLS_is_one_error_that_names_the_property()
    {
        using FirmwareProject project = await Updated();

        (await project.Build("-p:FotaEmulate=true", "-p:FotaMbedTlsDir=nowhere")).ShouldFailWith("FOTA5002", "FotaMbedTlsDir");
    }

    /// <summary>A project with release 1.0.0 and the sources of 1.1.0.</summary>
    private async Task<FirmwareProject> Updated()
    {
        var project = new FirmwareProject(feed, Stage.Released);
        project.Environment["FOTA_MBEDTLS_DIR"] = Repository.MbedTls;
        await project.ChangeToNextVersion();
        return project;
    }

    private static JsonElement Report(FirmwareProject project) =>
        JsonDocument.Parse(File.ReadAllBytes(project.Package("update.emulation.json"))).RootElement;
}
