using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Fota.Build.Tests;

/// <summary>What tasks tell MSBuild, without MSBuild around them.</summary>
public sealed class TaskTests : IDisposable
{
    private readonly RecordingEngine _engine = new();
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Failure_is_one_error_with_code_file_advice_and_a_link_to_its_page()
    {
        string key = _folder["missing {0}.pub"];
        using var task = Task<GenerateUpdateHeaders>(("FotaPublicKey", key));

        Assert.False(task.Execute());

        BuildErrorEventArgs error = Assert.Single(_engine.Errors);
        Assert.Equal("FOTA6004", error.Code);
        Assert.Equal(key, error.File);
        Assert.Contains(key, error.Message, StringComparison.Ordinal);
        Assert.Contains("fota keygen", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("docs/errors.md#fota6004", error.HelpLink, StringComparison.Ordinal);
    }

    [Fact]
    public void Development_key_is_created_once_and_never_replaced()
    {
        string keys = _folder["keys"];
        (string, string)[] settings = [("FotaDevelopmentKey", "true"), ("FotaSigningKey", "keys/update.key"), ("FotaPublicKey", "keys/update.pub")];
        using (var task = Task<CreateDevelopmentKey>(settings))
            Assert.True(task.Execute());
        byte[] key = File.ReadAllBytes(Path.Combine(keys, "update.key"));

        using (var again = Task<CreateDevelopmentKey>(settings))
            Assert.True(again.Execute());

        Assert.Equal(key, File.ReadAllBytes(Path.Combine(keys, "update.key")));
    }

    [Fact]
    public void Headers_are_written_once_and_left_alone_while_nothing_changes()
    {
        using (var keys = Task<CreateDevelopmentKey>(("FotaDevelopmentKey", "true")))
            Assert.True(keys.Execute());
        Assert.True(GenerateHeaders("1.0.0"));
        string certificates = _folder["update_certs.h"], version = _folder["fota_version.h"];
        DateTime longAgo = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(certificates, longAgo);
        File.SetLastWriteTimeUtc(version, longAgo);

        Assert.True(GenerateHeaders("1.0.0"));
        Assert.Equal(longAgo, File.GetLastWriteTimeUtc(version));

        Assert.True(GenerateHeaders("1.1.0"));
        Assert.NotEqual(longAgo, File.GetLastWriteTimeUtc(version));
        Assert.Equal(longAgo, File.GetLastWriteTimeUtc(certificates));
        Assert.Contains("#define FOTA_VERSION \"1.1.0\"", File.ReadAllText(version), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("true", "false", "for a release")]
    [InlineData("false", "true", "on a build server")]
    public void Development_key_is_not_created_for_a_release_or_on_a_build_server(string release, string buildServer, string why)
    {
        using var task = Task<CreateDevelopmentKey>(("FotaDevelopmentKey", "true"), ("FotaRelease", release), ("FotaOnBuildServer", buildServer));

        Assert.False(task.Execute());

        BuildErrorEventArgs error = Assert.Single(_engine.Errors);
        Assert.Equal("FOTA6011", error.Code);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["update.key"]));
    }

    [Theory]
    [InlineData("FotaEnabled", "1", "FOTA6003")]
    [InlineData("FotaRelease", "yes", "FOTA6003")]
    [InlineData("FotaProduct", "", "FOTA6003")]
    [InlineData("FotaPatchFormat", "bsdiff", "FOTA6003")]
    [InlineData("FotaMaxPatchPercent", "many", "FOTA3004")]
    [InlineData("SOURCE_DATE_EPOCH", "today", "FOTA6003")]
    public void Value_that_cannot_be_meant_is_an_error_at_the_users_project(string name, string value, string code)
    {
        using var task = Task<GenerateUpdateHeaders>((name, value));

        Assert.False(task.Execute());

        BuildErrorEventArgs error = Assert.Single(_engine.Errors);
        Assert.Equal((code, _folder["Blinky.csproj"]), (error.Code, error.File));
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Image_has_its_own_settings_and_two_do_not_share_what_each_needs()
    {
        OpenSsl.CreateKeyPair(_folder.Path);
        using var task = Task<GenerateUpdateHeaders>();
        TaskItem boot = new("boot.bin", new Dictionary<string, string> { ["Product"] = "Boot", ["Version"] = "2.0.0", ["HeaderDir"] = "boot", ["OutputDir"] = "boot" });
        task.Images = [.. task.Images, boot];

        Assert.True(task.Execute());
        Assert.Contains("\"2.0.0\"", File.ReadAllText(_folder["boot/fota_version.h"]), StringComparison.Ordinal);
        Assert.Contains("\"1.0.0\"", File.ReadAllText(_folder["fota_version.h"]), StringComparison.Ordinal);

        boot.RemoveMetadata("HeaderDir");
        Assert.False(task.Execute());
        boot.SetMetadata("Prodcut", "Boot");
        Assert.False(task.Execute());
        Assert.Equal(["FOTA6008", "FOTA6007"], _engine.Errors.Select(error => error.Code));
        Assert.Contains("Did you mean Product?", _engine.Errors[1].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("true", "", true)]
    [InlineData("true", "CS1591;FOTA3031", false)]
    [InlineData("", "", false)]
    public void Warning_is_an_error_where_the_project_says_so(string treat, string but, bool isError)
    {
        OpenSsl.CreateKeyPair(_folder.Path);
        File.WriteAllBytes(_folder["application.bin"], new byte[1000]);
        using var task = Task<PackageUpdate>(
            ("TreatWarningsAsErrors", treat), ("WarningsNotAsErrors", but + ";FOTA3009"), ("FotaBaseVersions", "0.9.0"));

        Assert.Equal(!isError, task.Execute());

        Assert.Equal(isError, _engine.Errors.Any(error => error.Code == "FOTA3031"));
        Assert.Equal(!isError, _engine.Warnings.Any(warning => warning.Code == "FOTA3031"));
    }

    [Fact]
    public void Two_ways_of_signing_contradict_each_other()
    {
        string image = _folder["application.bin"];
        File.WriteAllBytes(image, [1, 2, 3, 4]);
        OpenSsl.CreateKeyPair(_folder.Path);
        using var task = Task<PackageUpdate>(("FotaSigningCommand", "sign"), ("FotaSigningKey", "update.key"));

        Assert.False(task.Execute());

        Assert.Equal("FOTA6005", Assert.Single(_engine.Errors).Code);
    }

    [Fact]
    public void Headers_of_a_source_are_those_of_its_dependency_file()
    {
        File.WriteAllText(_folder["main.d"], "main.o: main.c a;b.h\n");
        var source = new TaskItem("main.c");
        source.SetMetadata("DependencyFile", "main.d");
        using var task = new ReadDependencyFiles { BuildEngine = _engine, Sources = [source, new TaskItem("new.c")], BaseDirectory = _folder.Path };

        Assert.True(task.Execute());

        string expected = string.Join(';', _folder["main.c"], _folder["a;b.h"]);
        Assert.Equal(expected, task.SourcesWithHeaders[0].GetMetadata("Headers"));
        Assert.Equal(string.Empty, task.SourcesWithHeaders[1].GetMetadata("Headers"));
    }

    public void Dispose() => _folder.Dispose();

    private bool GenerateHeaders(string version)
    {
        using var task = Task<GenerateUpdateHeaders>(("FotaVersion", version));
        return task.Execute();
    }

    /// <summary>A task for a project in the folder, with settings that are right but for those given.</summary>
    private T Task<T>(params (string Name, string Value)[] settings)
        where T : SettingsTask, new()
    {
        Dictionary<string, string> all = new()
        {
            ["MSBuildProjectFullPath"] = _folder["Blinky.csproj"],
            ["FotaProduct"] = "Blinky",
            ["FotaVersion"] = "1.0.0",
            ["FotaPublicKey"] = "update.pub",
            ["FotaSigningKey"] = "update.key",
            ["FotaHeaderDir"] = ".",
            ["FotaOutputDir"] = "fota",
            ["FotaArchiveDir"] = "archive",
        };
        foreach ((string name, string value) in settings)
            all[name] = value;
        return new T
        {
            BuildEngine = _engine,
            Settings = [.. all.Select(each => new TaskItem(each.Key, new Dictionary<string, string> { ["Value"] = each.Value }))],
            Images = [new TaskItem(_folder["application.bin"])],
        };
    }
}
