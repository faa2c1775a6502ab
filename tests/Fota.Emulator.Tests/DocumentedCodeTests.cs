using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;
using Fota.Release.Images;

namespace Fota.Emulator.Tests;

public partial class DocumentedCodeTests
{
    [Fact]
    public async Task The_code_in_the_device_page_compiles()
    {
        string page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "device.md"), TestContext.Current.CancellationToken);
        MatchCollection blocks = CodeBlock().Matches(page);

        Assert.Equal(2, blocks.Count);
        foreach (Match block in blocks)
            await CompileAsync([], block.Groups[1].Value);
    }

    [Fact]
    public async Task The_code_in_the_integration_page_is_a_whole_and_compiles()
    {
        string page = await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, "docs", "device-integration.md"), TestContext.Current.CancellationToken);
        string folder = TemporaryFolder.UntilExit();
        foreach (Match file in NamedBlock().Matches(page))
            await File.WriteAllTextAsync(Path.Combine(folder, file.Groups[1].Value), file.Groups[2].Value, TestContext.Current.CancellationToken);
        string version = VersionHeader.Generate(Product.Parse("Test"), FirmwareVersion.Parse("1.0.0"));
        await File.WriteAllTextAsync(Path.Combine(folder, "fota_version.h"), version, TestContext.Current.CancellationToken);
        string[] mbedTls =
        [
            "-I", folder, "-I", Path.GetDirectoryName(UpdateKit.Certs)!, "-I", Path.Combine(UpdateKit.Tools.MbedTls, "include"),
            "-DMBEDTLS_CONFIG_FILE=\"fota_mbedtls_config.h\"",
        ];

        string[] sources = [.. Directory.GetFiles(folder, "*.c").Order(StringComparer.Ordinal)];

        Assert.Equal(["image_info.c", "install.c", "verify.c", "verify_psa.c"], sources.Select(Path.GetFileName));
        foreach (string source in sources)
            await CompileAsync(mbedTls, await File.ReadAllTextAsync(source, TestContext.Current.CancellationToken));
    }

    private static async Task CompileAsync(string[] options, string source)
    {
        BufferedCommandResult result = await Cli.Wrap(UpdateKit.Tools.CrossCompiler)
            .WithArguments(
            [
                "-std=c99", "-mcpu=cortex-m3", "-mthumb", "-Wall", "-Wextra", "-Werror", "-fsyntax-only",
                .. UpdateKit.Includes, .. options, "-x", "c", "-",
            ])
            .WithStandardInputPipe(PipeSource.FromString(source))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, result.StandardError);
    }

    [GeneratedRegex("```c\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    // A file of the page: its first line is its name.
    [GeneratedRegex("```c\n/\\* (\\w+\\.[ch]) \\*/\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex NamedBlock();
}
