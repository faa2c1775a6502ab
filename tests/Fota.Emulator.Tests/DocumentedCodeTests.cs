using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;

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
        {
            BufferedCommandResult result = await Cli.Wrap(UpdateKit.Tools.CrossCompiler)
                .WithArguments(["-std=c99", "-mcpu=cortex-m3", "-mthumb", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-I", UpdateKit.Tools.DeviceSources, "-x", "c", "-"])
                .WithStandardInputPipe(PipeSource.FromString(block.Groups[1].Value))
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
            Assert.True(result.ExitCode == 0, result.StandardError);
        }
    }

    [GeneratedRegex("```c\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
