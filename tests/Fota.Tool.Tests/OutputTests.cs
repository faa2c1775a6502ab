using System.Security.Cryptography;
using CliWrap;
using CliWrap.Buffered;

namespace Fota.Tool.Tests;

/// <summary>What commands write over, and what they say when they cannot write or read.</summary>
[Slow]
public sealed class OutputTests(InstalledTool fota) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("pem")]
    [InlineData("der")]
    public async Task A_private_key_is_not_replaced_even_by_force(string form)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] content = form == "pem" ? System.Text.Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()) : key.ExportPkcs8PrivateKey();
        string file = folder.Write("update.key", content);

        BufferedCommandResult diff = await DiffTo(file);

        Assert.Contains("FOTA7008", diff.StandardError, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Links_and_pipes_are_not_replaced_even_by_force()
    {
        string target = folder.Write("target", [1, 2, 3]);
        File.CreateSymbolicLink(folder["link"], target);
        await ExternalProgram.RunAsync("mkfifo", folder["pipe"]);

        BufferedCommandResult link = await DiffTo(folder["link"]), pipe = await DiffTo(folder["pipe"]);

        Assert.Contains("FOTA7008", link.StandardError, StringComparison.Ordinal);
        Assert.Contains("FOTA7008", pipe.StandardError, StringComparison.Ordinal);
        Assert.Equal(target, new FileInfo(folder["link"]).LinkTarget);
    }

    [Fact]
    public async Task A_name_as_long_as_the_file_system_allows_is_written()
    {
        BufferedCommandResult diff = await DiffTo(folder[new string('n', 255)]);

        Assert.Equal((0, ""), (diff.ExitCode, diff.StandardError));
    }

    [Theory]
    [InlineData("-")]
    [InlineData("p.diff")]
    public async Task A_full_standard_output_is_an_output(string patch)
    {
        (string oldFile, string newFile) = Images();

        BufferedCommandResult diff = await Cli.Wrap("/bin/sh")
            .WithArguments(["-c", "exec \"$@\" > /dev/full", "sh", fota.Command, "diff", oldFile, newFile, patch == "-" ? patch : folder[patch]])
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        Assert.Contains("FOTA7004", diff.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_given_as_a_file_is_called_one()
    {
        BufferedCommandResult diff = await fota.RunAsync("diff", Path.GetDirectoryName(folder["x"])!, Images().New, folder["p.diff"]);

        Assert.Contains("is a folder", diff.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_that_nothing_was_compared_with_says_so()
    {
        (string oldFile, string newFile) = Images();
        await fota.RunAsync("diff", oldFile, newFile, folder["p.diff"]);
        string digest = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(newFile, TestContext.Current.CancellationToken)));

        BufferedCommandResult plain = await fota.RunAsync("patch", oldFile, folder["p.diff"], folder["a.bin"]);
        BufferedCommandResult compared = await fota.RunAsync("patch", oldFile, folder["p.diff"], folder["b.bin"], "--sha256", digest);

        Assert.Contains("not compared", plain.StandardOutput, StringComparison.Ordinal);
        Assert.DoesNotContain("not compared", compared.StandardOutput, StringComparison.Ordinal);
    }

    private Task<BufferedCommandResult> DiffTo(string patch)
    {
        (string oldFile, string newFile) = Images();
        return fota.RunAsync("diff", oldFile, newFile, patch, "--force");
    }

    private (string Old, string New) Images() => (folder.Write("old.bin", new byte[500]), folder.Write("new.bin", [.. new byte[400], 1, 2, 3]));
}
