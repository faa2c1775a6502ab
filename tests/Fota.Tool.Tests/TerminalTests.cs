using System.Text;
using CliWrap.Buffered;

namespace Fota.Tool.Tests;

/// <summary>Tables in windows of all widths, and in locales that have no boxes. The terminal is a real one, made by script(1).</summary>
[Slow]
public sealed class TerminalTests(InstalledTool fota) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(120)]
    [InlineData(80)]
    public async Task A_table_that_fits_is_one_and_cuts_no_word(int columns)
    {
        string[] lines = await AirtimeAsync(columns);

        Assert.Contains(lines, line => line.Contains("│ Region │", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains('…', StringComparison.Ordinal));
        Assert.All(lines, line => Assert.InRange(line.Length, 0, columns));
    }

    [Fact]
    public async Task In_a_narrow_window_rows_stand_one_below_the_other()
    {
        string[] lines = await AirtimeAsync(40);

        Assert.DoesNotContain(lines, line => line.Contains('│', StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("Modulation (kHz)  SF12/125", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 40));
    }

    [Fact]
    public async Task No_color_takes_all_control_codes_away()
    {
        string plain = await InWindowAsync(120, ("NO_COLOR", "1")), coloured = await InWindowAsync(120, ("NO_COLOR", null));

        Assert.DoesNotContain("\e[1m", plain, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[38", plain, StringComparison.Ordinal);
        Assert.Contains("\e[1", coloured, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("C", "", true)]
    [InlineData("", "de_DE.ISO-8859-1", true)]
    [InlineData("C.UTF-8", "C", false)]
    [InlineData("", "en_US.utf8", false)]
    [InlineData("", "", false)]
    public async Task Boxes_are_ascii_where_the_locale_is_not_utf8(string all, string lang, bool ascii)
    {
        string patch = _folder.Write("update.diff", new byte[100]);
        BufferedCommandResult result = await fota.Prepare("airtime", patch).WithEnvironmentVariables(
            new Dictionary<string, string?> { ["LC_ALL"] = all, ["LC_CTYPE"] = null, ["LANG"] = lang })
            .ExecuteBufferedAsync(Encoding.UTF8, TestContext.Current.CancellationToken);

        Assert.Equal((0, ""), (result.ExitCode, result.StandardError));
        Assert.Equal(ascii, result.StandardOutput.Contains("| Region |", StringComparison.Ordinal));
        Assert.Equal(!ascii, result.StandardOutput.Contains("│ Region │", StringComparison.Ordinal));
        Assert.Equal(ascii, result.StandardOutput.All(char.IsAscii));
    }

    private async Task<string[]> AirtimeAsync(int columns)
    {
        string output = await InWindowAsync(columns, ("NO_COLOR", "1"));
        return output.Replace("\e[?1h\e=", "", StringComparison.Ordinal).Split("\r\n");
    }

    private async Task<string> InWindowAsync(int columns, params (string Name, string? Value)[] environment)
    {
        string patch = _folder.Write("update.diff", new byte[100]);
        var variables = new Dictionary<string, string?> { ["LC_ALL"] = "C.UTF-8", ["TERM"] = "xterm-256color", ["FOTA"] = fota.Command, ["PATCH"] = patch };
        foreach ((string name, string? value) in environment)
            variables[name] = value;
        BufferedCommandResult result = await ExternalProgram.TryAsync(
            "script", ["-qec", $"stty cols {columns}; exec \"$FOTA\" airtime \"$PATCH\" --region EU868", "/dev/null"], environment: variables);
        Assert.Equal(0, result.ExitCode);
        return result.StandardOutput;
    }
}
