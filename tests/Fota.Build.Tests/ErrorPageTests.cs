using System.Reflection;
using System.Text.RegularExpressions;
using Fota.Errors;
using Fota.Release.Settings;

namespace Fota.Build.Tests;

/// <summary>The integration's own errors against docs/errors.md.</summary>
public sealed partial class ErrorPageTests
{
    [Fact]
    public void Every_error_of_the_build_has_its_section_and_no_section_is_left_over()
    {
        IEnumerable<string> codes = ((Type[])[typeof(BuildErrors), typeof(SettingErrors)])
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public))
            .Select(field => (ErrorCode)field.GetValue(null)!)
            .OrderBy(code => code.Id, StringComparer.Ordinal)
            .Select(code => $"## {code.Id} {code.Title}");

        Assert.Equal(codes, Section().Matches(Repository.Read("docs", "errors.md")).Select(section => section.Value));
    }

    [Theory]
    [InlineData("FOTA6001", "buildTransitive", "Fota.Build.targets")]
    [InlineData("FOTA6009", "buildTransitive", "Fota.Build.targets")]
    [InlineData("FOTA6010", "buildTransitive", "Fota.Build.targets")]
    [InlineData("FOTA6020", "samples", "toolchain", "ArmGcc.targets")]
    public void Error_of_a_target_is_raised_there(string code, params string[] file) =>
        Assert.Contains($"Code=\"{code}\"", Repository.Read(file), StringComparison.Ordinal);

    [GeneratedRegex(@"^## FOTA6.*[^\r\n]", RegexOptions.Multiline)]
    private static partial Regex Section();
}
