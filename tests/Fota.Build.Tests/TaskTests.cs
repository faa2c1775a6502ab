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
        using var task = new GenerateUpdateHeaders
        {
            BuildEngine = _engine,
            PublicKeys = [key],
            Product = "Blinky",
            FirmwareVersion = "1.0.0",
            HeaderDirectory = _folder.Path,
        };

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
        using (var task = new CreateDevelopmentKey { BuildEngine = _engine, KeyDirectory = keys })
            Assert.True(task.Execute());
        byte[] key = File.ReadAllBytes(Path.Combine(keys, "update.key"));

        using (var again = new CreateDevelopmentKey { BuildEngine = _engine, KeyDirectory = keys })
            Assert.True(again.Execute());

        Assert.Equal(key, File.ReadAllBytes(Path.Combine(keys, "update.key")));
    }

    [Fact]
    public void Headers_are_written_once_and_left_alone_while_nothing_changes()
    {
        using (var keys = new CreateDevelopmentKey { BuildEngine = _engine, KeyDirectory = _folder.Path })
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

    [Fact]
    public void Two_ways_of_signing_contradict_each_other()
    {
        string image = _folder["application.bin"];
        File.WriteAllBytes(image, [1, 2, 3, 4]);
        using var task = new PackageUpdate
        {
            BuildEngine = _engine,
            Image = image,
            Product = "Blinky",
            FirmwareVersion = "1.0.0",
            PatchFormat = "jojodiff-0.8.5",
            SigningKey = _folder["update.key"],
            SigningCommand = "sign",
        };

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
        using var task = new GenerateUpdateHeaders
        {
            BuildEngine = _engine,
            PublicKeys = [_folder["update.pub"]],
            Product = "Blinky",
            FirmwareVersion = version,
            HeaderDirectory = _folder.Path,
        };
        return task.Execute();
    }
}
