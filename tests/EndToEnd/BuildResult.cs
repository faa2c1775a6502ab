using System.Text.RegularExpressions;
using CliWrap.Buffered;

namespace Fota.EndToEnd;

/// <summary>How a <c>dotnet build</c> ended, and what it said.</summary>
internal sealed partial class BuildResult(BufferedCommandResult result)
{
    public string Output { get; } = result.StandardOutput + result.StandardError;

    public int ExitCode => result.ExitCode;

    /// <summary>The codes of the errors, each once.</summary>
    public IReadOnlyList<string> Errors => Codes("error");

    /// <summary>The codes of the warnings, each once.</summary>
    public IReadOnlyList<string> Warnings => Codes("warning");

    public BuildResult ShouldSucceed()
    {
        Assert.True(ExitCode == 0, $"the build failed:\n{Output}");
        return this;
    }

    /// <summary>The build failed with this code and nothing else, and the error's text has all of the words.</summary>
    public BuildResult ShouldFailWith(string code, params string[] words)
    {
        Assert.True(ExitCode != 0, $"the build succeeded:\n{Output}");
        Assert.True(Errors is [var only] && only == code, $"expected {code} alone, got {string.Join(' ', Errors)}:\n{Output}");
        string line = Output.Split('\n').First(text => text.Contains($"error {code}", StringComparison.Ordinal));
        foreach (string word in words)
            Assert.Contains(word, line, StringComparison.OrdinalIgnoreCase);
        return this;
    }

    public BuildResult ShouldNotWarn()
    {
        Assert.True(Warnings.Count == 0, $"the build warned:\n{Output}");
        return this;
    }

    private List<string> Codes(string kind) =>
        [.. CodePattern().Matches(Output).Where(match => match.Groups[1].Value == kind).Select(match => match.Groups[2].Value).Distinct()];

    [GeneratedRegex(@"\b(error|warning) ([A-Z]+\d+)\b")]
    private static partial Regex CodePattern();
}
