using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;

namespace Fota.Tool.Tests;

/// <summary><c>fota status</c> and <c>fota release</c> on a project whose package lies where its build puts it.</summary>
[Slow]
public sealed class ProjectCommandsTests : IDisposable
{
    private readonly InstalledTool _fota;
    private readonly ReleasedPackage _package;
    private readonly TemporaryFolder _folder = new();

    public ProjectCommandsTests(InstalledTool fota, ReleasedPackage package)
    {
        _fota = fota;
        _package = package;
        WriteProject("1.2.0");
        package.CopyTo(_folder["package"]);
        package.CopyArchiveTo(Archive);
        File.Copy(package["update.bin"], _folder["application.bin"]);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Archive => _folder["archive"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Status_says_what_the_project_is_and_what_the_next_build_does()
    {
        JsonElement answer = await AnswerAsync("status", _folder.Path);

        Assert.Equal(ReleasedPackage.ProductName, answer.GetProperty("product").GetString());
        Assert.Equal("1.2.0", answer.GetProperty("version").GetString());
        Assert.Equal(["1.0.0", "1.1.0"], answer.GetProperty("releases").EnumerateArray().Select(each => each.GetString()));
        Assert.Equal(24 * 1024, answer.GetProperty("image").GetProperty("size").GetInt64());
        Assert.Equal("2KB", answer.GetProperty("bounds").GetProperty("FotaMaxPatchSize").GetString());
        JsonElement patch = Assert.Single(answer.GetProperty("nextBuild").GetProperty("patches").EnumerateArray());
        Assert.Equal(("1.1.0", true, "jojodiff-0.8.5"), (patch.GetProperty("from").GetString(), patch.GetProperty("isRelease").GetBoolean(), patch.GetProperty("format").GetString()));
        Assert.Contains("update.fota", answer.GetProperty("nextBuild").GetProperty("files").EnumerateArray().Select(each => each.GetString()));
        Assert.Contains("makes a patch (jojodiff-0.8.5) from release 1.1.0, the latest below 1.2.0", await TextAsync("status", _folder.Path), StringComparison.Ordinal);
        Assert.Empty(answer.GetProperty("problems").EnumerateArray());
    }

    [Fact]
    public async Task Status_takes_properties_as_the_build_does()
    {
        JsonElement answer = await AnswerAsync("status", _folder["Sensor.proj"], "-c", "Release", "-p:Version=1.1.0");

        Assert.Equal(("Release", "1.1.0"), (answer.GetProperty("configuration").GetString(), answer.GetProperty("version").GetString()));
        Assert.Equal("versionTaken", answer.GetProperty("nextBuild").GetProperty("archiving").GetString());
        Assert.Contains(
            "cannot become a release: 1.1.0 is released already; raise the version",
            await TextAsync("status", _folder["Sensor.proj"], "-p:Version=1.1.0"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_of_a_key_that_is_missing_is_a_problem_with_its_code()
    {
        JsonElement answer = await AnswerAsync("status", _folder.Path, $"-p:FotaSigningKey={_folder["lost.key"]}");

        JsonElement problem = Assert.Single(answer.GetProperty("problems").EnumerateArray());
        Assert.Equal(("FOTA6004", _folder["lost.key"]), (problem.GetProperty("code").GetString(), problem.GetProperty("file").GetString()));
    }

    // What a build would do, found by a build of the same project.
    [Theory]
    [InlineData("-p:FotaBaseVersions=0.5.0", "FOTA3031", "makes no patch from 0.5.0: FotaBaseVersions lists it, and the archive has no such release")]
    [InlineData("-p:FotaBaseVersions=[0.1,0.2)", "FOTA3031", "makes no patch: the archive has no release below 1.2.0 that is asked for")]
    public async Task Status_warns_of_bases_that_are_not_there(string property, string code, string sentence)
    {
        JsonElement answer = await AnswerAsync("status", _folder.Path, property);

        Assert.Equal(code, Assert.Single(answer.GetProperty("warnings").EnumerateArray()).GetProperty("code").GetString());
        Assert.Empty(answer.GetProperty("nextBuild").GetProperty("patches").EnumerateArray());
        Assert.Contains(sentence, await TextAsync("status", _folder.Path, property), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FotaPatchFormat=bsdiff", "FOTA6003", "FotaPatchFormat")]
    [InlineData("FotaMaxPatchSize=much", "FOTA3004", "FotaMaxPatchSize")]
    [InlineData("FotaRelease=1", "FOTA6003", "FotaRelease")]
    [InlineData("FotaRequireBse=true", "FOTA6007", "FotaRequireBase")]
    public async Task Setting_that_cannot_be_meant_is_refused_as_the_build_refuses_it(string property, string code, string name)
    {
        foreach (string command in (string[])["status", "release"])
        {
            BufferedCommandResult result = await _fota.RunAsync(command, _folder.Path, "-p:" + property);

            Assert.Equal(2, result.ExitCode);
            Assert.StartsWith($"error {code}", result.StandardError, StringComparison.Ordinal);
            Assert.Contains(name, result.StandardError, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Release_judges_by_the_projects_bounds() =>
        await RefusedAsync(1, "FOTA4001", "release", _folder.Path, "-p:FotaMaxPatchSize=10");

    [Fact]
    public async Task Release_refuses_a_package_of_another_image()
    {
        File.Copy(_package.ImageOf("1.1.0"), _folder["application.bin"], overwrite: true);

        await RefusedAsync(1, "FOTA3074", "release", _folder.Path);
    }

    [Fact]
    public async Task Version_that_a_target_sets_is_that_of_status_and_release()
    {
        WriteProject("");
        string project = File.ReadAllText(_folder["Sensor.proj"]);
        File.WriteAllText(_folder["Sensor.proj"], project.Replace(
            "</Project>",
            """
              <PropertyGroup><FotaGenerateHeadersDependsOn>SetVersion</FotaGenerateHeadersDependsOn></PropertyGroup>
              <Target Name="SetVersion"><PropertyGroup><Version>1.2.0</Version></PropertyGroup></Target>
            </Project>
            """,
            StringComparison.Ordinal));

        Assert.Equal("1.2.0", (await AnswerAsync("status", _folder.Path)).GetProperty("version").GetString());
        Assert.Equal("1.2.0", (await AnswerAsync("release", _folder.Path)).GetProperty("version").GetString());
    }

    [Fact]
    public async Task Status_is_drawn_for_people()
    {
        BufferedCommandResult result = await _fota.RunAsync("status", _folder.Path);

        Assert.Equal((0, ""), (result.ExitCode, result.StandardError));
        Assert.Contains("Sensor 1.2.0", result.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("The next build", result.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Release_keeps_the_tested_image_as_a_base_and_can_be_repeated()
    {
        JsonElement first = await AnswerAsync("release", _folder.Path);
        JsonElement again = await AnswerAsync("release", _folder.Path);
        JsonElement shown = await AnswerAsync("bases", "show", "1.2.0", _folder.Path, "--out", _folder["kept.bin"]);

        Assert.Equal(("1.2.0", "release"), (first.GetProperty("version").GetString(), first.GetProperty("kind").GetString()));
        Assert.Equal(first.GetRawText(), again.GetRawText());
        Assert.Equal(first.GetRawText(), shown.GetRawText());
        Assert.Equal(await File.ReadAllBytesAsync(_package["update.bin"], Cancellation), await File.ReadAllBytesAsync(_folder["kept.bin"], Cancellation));
    }

    [Fact]
    public async Task Release_refuses_a_package_of_another_version_than_the_project()
    {
        WriteProject("1.3.0");

        await RefusedAsync(1, "FOTA3074", "release", _folder.Path);
    }

    [Theory]
    [InlineData("update.bin", "FOTA3071")]
    [InlineData("update.sig", "FOTA2018", 1)]
    [InlineData("update.fota", "FOTA30")]
    public async Task Release_refuses_a_damaged_package(string file, string code, int exitCode = 3)
    {
        string path = Path.Combine(_folder["package"], file);
        byte[] content = await File.ReadAllBytesAsync(path, Cancellation);
        content[^2] ^= 1;
        await File.WriteAllBytesAsync(path, content, Cancellation);

        await RefusedAsync(exitCode, code, "release", _folder.Path);
    }

    [Fact]
    public async Task Release_refuses_a_package_that_is_not_signed()
    {
        Directory.Delete(_folder["package"], recursive: true);
        _package.CopyIncompleteTo(_folder["package"]);

        await RefusedAsync(1, "FOTA3042", "release", _folder.Path);
    }

    [Fact]
    public async Task Release_refuses_what_was_never_built()
    {
        Directory.Delete(_folder["package"], recursive: true);

        await RefusedAsync(2, "FOTA3075", "release", _folder.Path);
    }

    [Fact]
    public async Task Status_and_release_say_and_do_the_same_through_fota_json()
    {
        foreach (string property in (string[])["FotaBaseVersions=", "FotaBaseVersions=0.5.0", "FotaRelease=true", "FotaSigningKey=lost.key", "FotaVersion=1.1.0", "FotaSlots=1"])
        {
            BufferedCommandResult built = await _fota.RunAsync("status", _folder["Sensor.proj"], "-c", "Debug", "-p:" + property, "--json");
            BufferedCommandResult other = await _fota.RunAsync("status", WriteSettings("archive"), "-c", "Debug", "-p:" + property, "--json");

            Assert.Equal(built.ExitCode, other.ExitCode);
            Assert.Equal(built.StandardError, other.StandardError);
            Assert.Equal(built.StandardOutput.Replace("Sensor.proj", "fota.json", StringComparison.Ordinal), other.StandardOutput);
        }

        _package.CopyArchiveTo(_folder["other"]);
        JsonElement released = await AnswerAsync("release", _folder["Sensor.proj"]);
        JsonElement alike = await AnswerAsync("release", WriteSettings("other"));

        Assert.Equal(WithoutTime(released.GetRawText()), WithoutTime(alike.GetRawText()));
        Assert.Equal(Contents(Archive), Contents(_folder["other"]));
    }

    [Fact]
    public async Task Folder_with_fota_json_is_meant_by_it_whatever_project_lies_there()
    {
        WriteSettings("archive");

        JsonElement answer = await AnswerAsync("status", _folder.Path);

        Assert.Equal(_folder["fota.json"], answer.GetProperty("project").GetString());
        await RefusedAsync(1, "FOTA4001", "release", _folder.Path, "-p:FotaMaxPatchSize=10");
        await RefusedAsync(1, "FOTA3074", "release", _folder.Path, "-p:FotaVersion=1.3.0");
        await RefusedAsync(2, "FOTA6007", "release", _folder.Path, "-p:FotaRequireBse=true");
        await RefusedAsync(2, "FOTA6003", "status", _folder.Path, "-p:FotaRelease=1");
    }

    [Theory]
    [InlineData("status")]
    [InlineData("release")]
    [InlineData("emulate")]
    [InlineData("bases list")]
    public async Task A_project_that_is_not_restored_is_said_to_be(string command)
    {
        using var other = new TemporaryFolder();
        other.Write("App.csproj", "<Project><PropertyGroup><Version>1.0.0</Version></PropertyGroup></Project>"u8);

        await RefusedAsync(2, "FOTA7022", [.. command.Split(' '), other.Path]);
    }

    [Theory]
    [InlineData("status nowhere", "FOTA7020")]
    [InlineData("status empty", "FOTA7020")]
    [InlineData("status broken", "FOTA7023")]
    [InlineData("status . -p:Version", "FOTA7001")]
    [InlineData("status . -p:FotaVersion=one", "FOTA3002")]
    [InlineData("release nowhere", "FOTA7020")]
    [InlineData("release broken", "FOTA7023")]
    public async Task What_is_no_project_is_refused_with_its_code(string line, string code)
    {
        Directory.CreateDirectory(_folder["empty"]);
        Directory.CreateDirectory(_folder["broken"]);
        _folder.Write(Path.Combine("broken", "App.csproj"), "<Project><PropertyGroup></Project>"u8);

        await RefusedAsync(2, code, line.Split(' '));
    }

    private async Task<string> TextAsync(params string[] arguments)
    {
        BufferedCommandResult result = await _fota.RunAsync(arguments);
        Assert.Equal((0, ""), (result.ExitCode, result.StandardError));
        return result.StandardOutput;
    }

    private async Task RefusedAsync(int exitCode, string code, params string[] arguments)
    {
        BufferedCommandResult result = await _fota.Prepare(arguments).WithWorkingDirectory(_folder.Path).ExecuteBufferedAsync(Cancellation);

        Assert.StartsWith($"error {code}", result.StandardError, StringComparison.Ordinal);
        Assert.Equal(exitCode, result.ExitCode);
        JsonElement list = await AnswerAsync("bases", "list", Archive);
        Assert.Equal(2, list.GetProperty("releases").GetArrayLength());
    }

    private async Task<JsonElement> AnswerAsync(params string[] arguments)
    {
        BufferedCommandResult result = await _fota.RunAsync([.. arguments, "--json"]);
        Assert.Equal((0, ""), (result.ExitCode, result.StandardError));
        return JsonDocument.Parse(result.StandardOutput).RootElement;
    }

    private static string[] Contents(string archive) =>
    [
        .. Directory.EnumerateFiles(archive, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith("lock", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(file => $"{Path.GetRelativePath(archive, file)} {WithoutTime(Encoding.Latin1.GetString(File.ReadAllBytes(file)))}"),
    ];

    // The two releases are made one after the other.
    private static string WithoutTime(string json) => Regex.Replace(json, "\"added\": *\"[^\"]*\"", "\"added\": then");

    // The settings of Sensor.proj, as firmware has them that no MSBuild project builds.
    private string WriteSettings(string archive)
    {
        _folder.Write("fota.json", JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["FotaProduct"] = "Sensor",
            ["FotaVersion"] = "1.2.0",
            ["FotaImage"] = "application.bin",
            ["FotaOutputDir"] = "package/",
            ["FotaArchiveDir"] = archive + "/",
            ["FotaPublicKey"] = _package.PublicKey,
            ["FotaSigningKey"] = _package.PrivateKey,
            ["FotaMaxPatchSize"] = "2KB",
        }));
        return _folder["fota.json"];
    }

    // What a restore brings in are the package's two files; a project that imports them itself needs none.
    private void WriteProject(string version)
    {
        string imports = Repository.PathOf("buildTransitive", "Fota.Build");
        File.WriteAllText(_folder["Sensor.proj"], $"""
            <Project>
              <Import Project="{imports}.props" />
              <PropertyGroup>
                <Configuration Condition="'$(Configuration)' == ''">Debug</Configuration>
                <Version Condition="'$(Version)' == ''">{version}</Version>
                <FotaImage>application.bin</FotaImage>
                <FotaOutputDir>package/</FotaOutputDir>
                <FotaArchiveDir>archive/</FotaArchiveDir>
                <FotaPublicKey>{_package.PublicKey}</FotaPublicKey>
                <FotaSigningKey Condition="'$(FotaSigningKey)' == ''">{_package.PrivateKey}</FotaSigningKey>
                <FotaMaxPatchSize>2KB</FotaMaxPatchSize>
              </PropertyGroup>
              <Import Project="{imports}.targets" />
            </Project>
            """);
    }
}
