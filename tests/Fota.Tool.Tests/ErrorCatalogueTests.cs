using System.Reflection;
using System.Text.RegularExpressions;
using Fota.Errors;

namespace Fota.Tool.Tests;

/// <summary>docs/errors.md against the codes that the product really has.</summary>
public partial class ErrorCatalogueTests
{
    private static readonly string[] s_assemblies = ["Fota.Delta", "Fota.Files", "Fota.Signing", "Fota.Release", "Fota.Emulator", "fota"];

    private static IReadOnlyList<ErrorCode> Codes { get; } =
    [
        .. s_assemblies.SelectMany(name => Assembly.Load(name).GetTypes())
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.FieldType == typeof(ErrorCode) && field.IsInitOnly)
            .Select(field => (ErrorCode)field.GetValue(null)!)
            .OrderBy(code => code.Id, StringComparer.Ordinal),
    ];

    private static string Page { get; } = Repository.Read("docs", "errors.md");

    [Fact]
    public void Every_code_has_its_section_with_its_title_and_no_section_is_left_over() =>
        Assert.Equal(Codes.Select(code => $"## {code.Id} {code.Title}").Where(heading => !IsElsewhere(heading)), Headings().Where(heading => !IsElsewhere(heading)));

    [Fact]
    public void Sections_are_sorted_by_code() => Assert.Equal(Headings().Order(StringComparer.Ordinal), Headings());

    [Fact]
    public void No_code_is_given_twice() => Assert.Equal(Codes.Select(code => code.Id).Distinct(), Codes.Select(code => code.Id));

    [Fact]
    public void Every_section_says_what_it_means_and_what_to_do() => Assert.All(Page.Split("\n## ")[1..], section =>
    {
        string[] paragraphs = section.Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.True(paragraphs.Length >= 3, $"{paragraphs[0]} has {paragraphs.Length - 1} paragraphs; it needs a meaning and an advice.");
    });

    private static IReadOnlyList<string> Headings() => [.. Heading().Matches(Page).Select(match => match.Value)];

    /// <summary>Codes of the build integration, whose own tests hold them to the page: it needs the assemblies of MSBuild.</summary>
    private static bool IsElsewhere(string heading) => heading.StartsWith("## FOTA6", StringComparison.Ordinal);

    [GeneratedRegex("^## .*[^\r\n]", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
