using System.Security.Cryptography;
using CliWrap;
using CliWrap.Buffered;

namespace Fota.Tool.Tests;

/// <summary>What commands write over, and what they say when they cannot write or read.</summary>
[Slow]
public sealed class OutputTests(InstalledTool fota, ReleasedPackage package) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("pem")]
    [InlineData("der")]
    public async Task A_private_key_is_not_replaced_even_by_force(string form)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] content = form == "pem" ? System.Text.Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()) : key.ExportPkcs8PrivateKey();
        string file = _folder.Write("update.key", content);

        BufferedCommandResult diff = await DiffTo(file);

        Assert.Contains("FOTA7008", diff.StandardError, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Links_and_pipes_are_not_replaced_even_by_force()
    {
        string target = _folder.Write("target", [1, 2, 3]);
        File.CreateSymbolicLink(_folder["link"], target);
        await ExternalProgram.RunAsync("mkfifo", _folder["pipe"]);

        BufferedCommandResult link = await DiffTo(_folder["link"]), pipe = await DiffTo(_folder["pipe"]);

        Assert.Contains("FOTA7008", link.StandardError, StringComparison.Ordinal);
        Assert.Contains("FOTA7008", pipe.StandardError, StringComparison.Ordinal);
        Assert.Equal(target, new FileInfo(_folder["link"]).LinkTarget);
    }

    [Fact]
    public async Task A_name_as_long_as_the_file_system_allows_is_written()
    {
        BufferedCommandResult diff = await DiffTo(_folder[new string('n', 255)]);

        Assert.Equal((0, ""), (diff.ExitCode, diff.StandardError));
    }

    [Theory]
    [InlineData("-", "> /dev/full", "No space left")]
    [InlineData("p.diff", "> /dev/full", "No space left")]
    [InlineData("-", ">&-", "standard output is closed")]
    [InlineData("p.diff", ">&-", "standard output is closed")]
    public async Task A_full_or_closed_standard_output_is_an_output(string patch, string to, string why)
    {
        (string oldFile, string newFile) = Images();

        BufferedCommandResult diff = await ToAsync(to, "diff", oldFile, newFile, patch == "-" ? patch : _folder[patch]);

        Assert.StartsWith("error FOTA7004: ", diff.StandardError, StringComparison.Ordinal);
        Assert.Contains(why, diff.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_asks_for_no_command_says_so_too() =>
        Assert.StartsWith("error FOTA7004: ", (await ToAsync(">&-", "--version")).StandardError, StringComparison.Ordinal);

    [Fact]
    public async Task A_folder_given_as_a_file_is_called_one()
    {
        BufferedCommandResult diff = await fota.RunAsync("diff", Path.GetDirectoryName(_folder["x"])!, Images().New, _folder["p.diff"]);

        Assert.Contains("is a folder", diff.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_that_nothing_was_compared_with_says_so()
    {
        (string oldFile, string newFile) = Images();
        await fota.RunAsync("diff", oldFile, newFile, _folder["p.diff"]);
        string digest = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(newFile, TestContext.Current.CancellationToken)));

        BufferedCommandResult plain = await fota.RunAsync("patch", oldFile, _folder["p.diff"], _folder["a.bin"]);
        BufferedCommandResult compared = await fota.RunAsync("patch", oldFile, _folder["p.diff"], _folder["b.bin"], "--sha256", digest);

        Assert.Contains("not compared", plain.StandardOutput, StringComparison.Ordinal);
        Assert.DoesNotContain("not compared", compared.StandardOutput, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.1.0", "1.1.0", "both images are the same")]
    [InlineData("1.2.0", "1.1.0", "the new image has the version 1.1.0, the old one 1.2.0")]
    [InlineData("1.1.0", "1.2.0", null)]
    public async Task A_diff_that_no_device_takes_says_so(string old, string @new, string? remark)
    {
        BufferedCommandResult diff = await fota.RunAsync("diff", package.ImageOf(old), package.ImageOf(@new), _folder["p.diff"]);

        Assert.Equal(0, diff.ExitCode);
        if (remark is null)
            Assert.Empty(diff.StandardError);
        else
            Assert.StartsWith($"note: {remark}", diff.StandardError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("old.bin", 2, "FOTA7020: 'old.bin' is no project.")]
    [InlineData("old.bin new.bin", 2, "FOTA7026: 'new.bin' is no update.fota.")]
    public async Task What_cannot_be_emulated_is_called_by_its_name(string files, int exitCode, string expected)
    {
        Images();

        BufferedCommandResult result = await fota.Prepare(["emulate", .. files.Split(' ')]).WithWorkingDirectory(_folder.Path)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.StartsWith($"error {expected}", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_project_the_bases_tell_of_the_option_for_an_archive()
    {
        BufferedCommandResult result = await fota.RunAsync("bases", "list", _folder.Path);

        Assert.StartsWith("error FOTA7020: ", result.StandardError, StringComparison.Ordinal);
        Assert.Contains("--product NAME", result.StandardError, StringComparison.Ordinal);
    }

    private Task<BufferedCommandResult> DiffTo(string patch)
    {
        (string oldFile, string newFile) = Images();
        return fota.RunAsync("diff", oldFile, newFile, patch, "--force");
    }

    private (string Old, string New) Images() => (_folder.Write("old.bin", new byte[500]), _folder.Write("new.bin", [.. new byte[400], 1, 2, 3]));

    private async Task<BufferedCommandResult> ToAsync(string output, params string[] arguments) => await Cli.Wrap("/bin/sh")
        .WithArguments(["-c", $"exec \"$@\" {output}", "sh", fota.Command, .. arguments])
        .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
}
