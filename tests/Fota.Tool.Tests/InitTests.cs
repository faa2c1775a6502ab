using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;

namespace Fota.Tool.Tests;

/// <summary><c>fota init</c>: what it leaves is what the next commands take, and it replaces nothing.</summary>
[Slow]
public sealed class InitTests(InstalledTool fota, ReleasedPackage package) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_next_commands_that_it_prints_work_on_what_it_leaves()
    {
        BufferedCommandResult init = await fota.RunAsync("init", _folder.Path, "--product", "Sensor \"2\"", "--image", "out/app.bin", "--version", "1.2.0", "--key", "--json");

        Assert.Equal((0, ""), (init.ExitCode, init.StandardError));
        JsonElement answer = JsonDocument.Parse(init.StandardOutput).RootElement;
        Assert.Equal(["fota headers", "fota package"], Texts(answer.GetProperty("next")));
        BufferedCommandResult headers = await fota.RunAsync("headers", _folder.Path);
        Assert.Equal((0, ""), (headers.ExitCode, headers.StandardError));
        JsonElement status = JsonDocument.Parse((await fota.RunAsync("status", _folder.Path, "--json")).StandardOutput).RootElement;
        Assert.Equal(("Sensor \"2\"", "1.2.0"), (status.GetProperty("product").GetString(), status.GetProperty("version").GetString()));
        Assert.Equal(_folder["out/app.bin"], status.GetProperty("image").GetProperty("file").GetString());
        Assert.Equal(3072, Assert.Single(status.GetProperty("publicKeys").EnumerateArray()).GetProperty("key").GetProperty("bits").GetInt32());
        Assert.Empty(status.GetProperty("problems").EnumerateArray());
    }

    [Fact]
    public async Task Without_keys_the_first_of_the_next_commands_makes_them()
    {
        BufferedCommandResult init = await fota.RunAsync("init", _folder.Path, "--product", "Sensor");

        Assert.Equal(0, init.ExitCode);
        Assert.EndsWith($"  fota keygen keys{Environment.NewLine}  fota headers{Environment.NewLine}", init.StandardOutput, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["keys"]));
    }

    [Fact]
    public async Task Lines_of_gitignore_are_added_once_behind_what_is_there()
    {
        await File.WriteAllTextAsync(_folder[".gitignore"], "build/\n.fota", Cancellation);

        BufferedCommandResult init = await fota.RunAsync("init", _folder.Path, "--product", "Sensor", "--json");

        Assert.Equal("build/\n.fota\n/keys/update.key\n/fota/\n", await File.ReadAllTextAsync(_folder[".gitignore"], Cancellation));
        Assert.Equal(["/keys/update.key", "/fota/"], Texts(JsonDocument.Parse(init.StandardOutput).RootElement.GetProperty("ignored")));
        File.Delete(_folder["fota.json"]);
        Assert.Equal(0, (await fota.RunAsync("init", _folder.Path, "--product", "Sensor")).ExitCode);
        Assert.Equal("build/\n.fota\n/keys/update.key\n/fota/\n", await File.ReadAllTextAsync(_folder[".gitignore"], Cancellation));
    }

    [Fact]
    public async Task What_devices_run_is_the_first_release_and_the_first_package_has_a_patch_from_it()
    {
        // The image says its version itself; the next one is above it.
        File.Copy(package.ImageOf("1.1.0"), _folder["shipped.bin"]);
        File.Copy(package.ImageOf("1.2.0"), _folder["app.bin"]);

        BufferedCommandResult init = await fota.RunAsync("init", _folder.Path, "--product", "Sensor", "--image", "app.bin", "--key", "--base", _folder["shipped.bin"], "--json");

        Assert.Equal((0, ""), (init.ExitCode, init.StandardError));
        JsonElement answer = JsonDocument.Parse(init.StandardOutput).RootElement;
        Assert.Equal(("1.1.0", "release"), (answer.GetProperty("base").GetProperty("version").GetString(), answer.GetProperty("base").GetProperty("kind").GetString()));
        Assert.Equal(["/keys/update.key", "/fota/"], Texts(answer.GetProperty("ignored")));
        Assert.False(answer.TryGetProperty("adopt", out _));
        BufferedCommandResult made = await fota.RunAsync("package", _folder.Path);
        Assert.Equal((0, ""), (made.ExitCode, made.StandardError));
        BufferedCommandResult verified = await fota.RunAsync("verify", _folder["fota"], "--key", _folder["keys/update.pub"], "--archive", _folder[".fota"], "--json");
        Assert.Equal((0, ""), (verified.ExitCode, verified.StandardError));
        Assert.Contains("update.diff", Texts(JsonDocument.Parse(verified.StandardOutput).RootElement.GetProperty("checked")));
    }

    [Fact]
    public async Task An_image_that_lies_there_is_adopted_by_the_command_that_is_printed()
    {
        await File.WriteAllBytesAsync(_folder["my app.bin"], new byte[1000], Cancellation);

        string adopt = JsonDocument.Parse((await fota.RunAsync("init", _folder.Path, "--product", "Sensor", "--image", "my app.bin", "--json")).StandardOutput)
            .RootElement.GetProperty("adopt").GetString()!;

        Assert.StartsWith("fota ", adopt, StringComparison.Ordinal);
        BufferedCommandResult added = await Cli.Wrap("sh").WithArguments(["-c", $"'{fota.Command}'{adopt["fota".Length..]}"]).WithWorkingDirectory(_folder.Path).ExecuteBufferedAsync(Cancellation);
        Assert.StartsWith("Sensor 1.0.0 is a base now", added.StandardOutput, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fota.json", "FOTA7003")]
    [InlineData("keys/update.key", "FOTA2014")]
    [InlineData("keys/update.pub", "FOTA2014")]
    public async Task What_exists_is_never_replaced_and_nothing_else_is_left(string file, string code)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[file])!);
        await File.WriteAllTextAsync(_folder[file], "mine", Cancellation);

        BufferedCommandResult init = await fota.RunAsync("init", _folder.Path, "--product", "Sensor", "--key");

        Assert.Equal(1, init.ExitCode);
        Assert.StartsWith($"error {code}: ", init.StandardError, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(_folder[file], Cancellation));
        Assert.Equal([_folder[file]], Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_link_in_the_place_of_gitignore_is_refused_before_anything_is_written()
    {
        await File.WriteAllTextAsync(_folder["target"], "elsewhere", Cancellation);
        File.CreateSymbolicLink(_folder[".gitignore"], _folder["target"]);

        BufferedCommandResult init = await fota.RunAsync("init", _folder.Path, "--product", "Sensor", "--key");

        Assert.StartsWith("error FOTA7008: ", init.StandardError, StringComparison.Ordinal);
        Assert.Equal("elsewhere", await File.ReadAllTextAsync(_folder["target"], Cancellation));
        Assert.False(Path.Exists(_folder["fota.json"]) || Path.Exists(_folder["keys"]));
    }

    [Theory]
    [InlineData("FOTA7020", "init", "{0}/nowhere")]
    [InlineData("FOTA3002", "init", "{0}", "--product", "Sensor", "--version", "one")]
    [InlineData("FOTA3001", "init", "{0}", "--product", "")]
    [InlineData("FOTA7001", "init", "{0}", "--product", "Sensor", "--image", "")]
    [InlineData("FOTA7001", "init", "{0}", "--product", "Sensor", "--password-env", "SECRET")]
    [InlineData("FOTA7001", "init", "{0}", "--product", "Sensor", "--base-version", "1.0.0")]
    public async Task What_cannot_be_meant_is_refused_with_its_code_and_leaves_nothing(string code, params string[] arguments)
    {
        BufferedCommandResult init = await fota.RunAsync([.. arguments.Select(each => each.Replace("{0}", _folder.Path, StringComparison.Ordinal))]);

        Assert.Equal(2, init.ExitCode);
        Assert.StartsWith($"error {code}: ", init.StandardError, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("FOTA3010", "--product", "Other")]
    [InlineData("FOTA3011", "--product", "Sensor", "--base-version", "1.0.0")]
    [InlineData("FOTA3026", "--product", "Sensor", "--version", "1.1.0")]
    public async Task A_base_that_is_not_what_it_is_said_to_be_is_refused_and_leaves_nothing(string code, params string[] arguments)
    {
        BufferedCommandResult init = await fota.RunAsync(["init", _folder.Path, "--key", "--base", package.ImageOf("1.1.0"), .. arguments]);

        Assert.Equal(1, init.ExitCode);
        Assert.StartsWith($"error {code}: ", init.StandardError, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories), file => !file.EndsWith(".lock", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_base_that_does_not_say_its_version_needs_it_said()
    {
        await File.WriteAllBytesAsync(_folder["shipped.bin"], new byte[1000], Cancellation);
        string[] arguments = ["init", _folder.Path, "--product", "Sensor", "--base", _folder["shipped.bin"]];

        BufferedCommandResult unsaid = await fota.RunAsync(arguments);
        Assert.StartsWith("error FOTA7001: ", unsaid.StandardError, StringComparison.Ordinal);
        Assert.Equal([_folder["shipped.bin"]], Directory.EnumerateFileSystemEntries(_folder.Path));

        BufferedCommandResult said = await fota.RunAsync([.. arguments, "--base-version", "1.4.2-rc.1"]);
        Assert.Contains("archive with Sensor 1.4.2-rc.1, 1,000 bytes: patches start from it; commit it", said.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("\"FotaVersion\": \"1.5.0\"", await File.ReadAllTextAsync(_folder["fota.json"], Cancellation), StringComparison.Ordinal);
    }

    private static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(each => each.GetString()!)];
}
