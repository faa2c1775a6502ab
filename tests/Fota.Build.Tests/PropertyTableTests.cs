using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Fota.Build.Tests;

/// <summary>The table of properties in README.md against the targets that a project imports.</summary>
public sealed partial class PropertyTableTests
{
    /// <summary>What the targets offer to others and no project sets.</summary>
    private static readonly string[] Offered = ["FotaBuildImported", "FotaDeviceDir", "FotaTaskAssembly"];

    private static readonly XDocument[] Files =
    [
        XDocument.Parse(Repository.Read("buildTransitive", "Fota.Build.props")),
        XDocument.Parse(Repository.Read("buildTransitive", "Fota.Build.targets")),
    ];

    private static readonly Dictionary<string, string> Table = Row().Matches(Repository.Read("README.md"))
        .ToDictionary(row => row.Groups[1].Value, row => row.Groups[2].Value);

    [Fact]
    public void Every_property_that_the_targets_read_is_in_the_table_and_no_other()
    {
        IEnumerable<string> read = Files
            .SelectMany(file => Use().Matches(file.ToString()).Select(use => use.Groups[1].Value))
            .Except(Offered)
            .Distinct();

        Assert.Equal(read.Order(StringComparer.Ordinal), Table.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_default_in_the_table_is_that_of_the_targets()
    {
        var defaults = Files.SelectMany(file => file.Descendants("PropertyGroup").Elements())
            .Where(property => Table.ContainsKey(property.Name.LocalName))
            .Where(property => property.Attribute("Condition")?.Value.StartsWith($"'$({property.Name.LocalName})' == ''", StringComparison.Ordinal) == true)
            .ToDictionary(property => property.Name.LocalName, property => property.Value);

        foreach ((string name, string inTable) in Table)
            Assert.Equal((name, defaults.GetValueOrDefault(name, string.Empty)), (name, inTable));
    }

    [GeneratedRegex(@"^\| `(Fota\w+)` \| (?:`([^`]*)`)? ?\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\$\((Fota\w+)")]
    private static partial Regex Use();
}
