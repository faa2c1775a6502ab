using System.Text.RegularExpressions;
using System.Xml.Linq;
using Fota.Release.Settings;

namespace Fota.Build.Tests;

/// <summary>The settings in code, the table of docs/settings.md, and the targets that a project imports: the same names, defaults and meanings.</summary>
public sealed partial class PropertyTableTests
{
    private static readonly XDocument[] s_files =
    [
        XDocument.Parse(Repository.Read("buildTransitive", "Fota.Build.props")),
        XDocument.Parse(Repository.Read("buildTransitive", "Fota.Build.targets")),
    ];

    /// <summary>What the targets offer to others and no project sets, and the hooks that a project may fill.</summary>
    private static readonly string[] s_offered =
        ["FotaBuildImported", "FotaDeviceDir", "FotaIncludeFlags", "FotaTaskAssembly", "FotaGenerateHeadersDependsOn", "FotaPackageDependsOn"];

    [Fact]
    public void Table_of_the_settings_page_is_that_of_the_code() => Assert.Equal(
        FotaSettings.All.Select(setting => $"| `{setting.Name}` | {(setting.Default.Length == 0 ? "" : $"`{setting.Default}` ")}| {setting.Meaning} |"),
        Row().Matches(Repository.Read("docs", "settings.md")).Select(row => row.Value));

    [Fact]
    public void Every_property_that_the_targets_read_is_a_setting_and_no_other()
    {
        IEnumerable<string> read = s_files
            .SelectMany(file => Use().Matches(file.ToString()).Select(use => use.Groups[1].Value))
            .Except(s_offered)
            .Distinct();

        Assert.Equal(FotaSettings.All.Select(setting => setting.Name).Order(StringComparer.Ordinal), read.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_default_is_that_of_the_targets()
    {
        var defaults = s_files.SelectMany(file => file.Descendants("PropertyGroup").Elements())
            .Where(property => property.Attribute("Condition")?.Value.StartsWith($"'$({property.Name.LocalName})' == ''", StringComparison.Ordinal) == true)
            .ToDictionary(property => property.Name.LocalName, property => property.Value);

        foreach (Setting setting in FotaSettings.All)
            Assert.Equal((setting.Name, setting.Default), (setting.Name, defaults.GetValueOrDefault(setting.Name, string.Empty)));
    }

    [Fact]
    public void Targets_hand_every_setting_and_fact_to_the_tasks_under_its_name()
    {
        Dictionary<string, string> handed = s_files[1].Descendants("_FotaSetting")
            .Where(item => item.Attribute("Include") is not null)
            .ToDictionary(item => item.Attribute("Include")!.Value, item => item.Attribute("Value")!.Value);

        // The image is an item: a project can have several.
        IEnumerable<Setting> expected = FotaSettings.All.Where(setting => setting != FotaSettings.Image).Concat(BuildFacts.All);
        Assert.Equal(expected.Select(setting => setting.Name).Order(StringComparer.Ordinal), handed.Keys.Order(StringComparer.Ordinal));
        Assert.All(FotaSettings.All.Where(setting => setting != FotaSettings.Image), setting => Assert.Equal($"$({setting.Name})", handed[setting.Name]));
    }

    [GeneratedRegex(@"^\| `Fota\w+` \|.*\|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\$\((Fota\w+)")]
    private static partial Regex Use();
}
