using System.Text.Json;
using CliWrap.Buffered;

namespace Fota.Tool.Tests;

/// <summary>What every command has in common: help, errors, exit codes, streams.</summary>
[Slow]
public class CommandLineTests(InstalledTool fota)
{
    [Fact]
    public async Task Version_is_printed_alone()
    {
        BufferedCommandResult result = await fota.RunAsync("--version");

        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"^\d+\.\d+\.\d+\S*$", result.StandardOutput.Trim());
        Assert.Empty(result.StandardError);
    }

    [Fact]
    public async Task Without_arguments_the_help_teaches_by_example()
    {
        BufferedCommandResult result = await fota.RunAsync();

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Examples:", result.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("fota diff old.bin new.bin update.diff", result.StandardOutput, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("airtim x", "Did you mean 'airtime'?")]
    [InlineData("airtime --imag x", "Did you mean '--image'?")]
    [InlineData("airtime x --jsno", "Did you mean '--json'?")]
    [InlineData("airtime", "'PATCH' missing")]
    [InlineData("airtime x y", "'y' is not a command, option or argument of 'fota airtime'.")]
    [InlineData("airtime x --region mars", "'EU868'")]
    [InlineData("airtime x --duty-cycle often", "Cannot parse argument 'often' for option '--duty-cycle'")]
    [InlineData("airtime x --duty-cycle 0", "above 0")]
    public async Task A_command_line_that_is_not_understood_is_refused_with_advice(string line, string expected)
    {
        BufferedCommandResult result = await fota.RunAsync(line.Split(' '));

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("error FOTA7001: ", result.StandardError, StringComparison.Ordinal);
        Assert.Contains(expected, result.StandardError, StringComparison.Ordinal);
        Assert.Single(result.StandardError.TrimEnd().Split('\n'));
        Assert.Empty(result.StandardOutput);
    }

    [Fact]
    public async Task A_missing_file_is_an_environment_error_that_names_it()
    {
        BufferedCommandResult result = await fota.RunAsync("airtime", "no-such-file.diff");

        Assert.Equal(4, result.ExitCode);
        Assert.StartsWith("error FOTA7002: 'no-such-file.diff' does not exist.", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_json_an_error_is_json_on_standard_error()
    {
        BufferedCommandResult result = await fota.RunAsync("airtime", "no-such-file.diff", "--json");

        JsonElement error = JsonDocument.Parse(result.StandardError).RootElement.GetProperty("error");
        Assert.Equal("FOTA7002", error.GetProperty("code").GetString());
        Assert.Equal("environment", error.GetProperty("category").GetString());
        Assert.NotEmpty(error.GetProperty("advice").GetString()!);
        Assert.Empty(result.StandardOutput);
    }

    [Fact]
    public async Task Redirected_output_has_no_escape_sequences()
    {
        string patch = Path.Combine(fota.Folder, "redirected.diff");
        await File.WriteAllBytesAsync(patch, new byte[100], TestContext.Current.CancellationToken);

        BufferedCommandResult result = await fota.RunAsync("airtime", patch);

        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain('\u001b', result.StandardOutput);
    }
}
