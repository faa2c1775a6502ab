using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Fota.Tool.CommandLine;
using Fota.Tool.Explain;

namespace Fota.Tool.Tests;

/// <summary>docs/cli.md against the commands and JSON shapes that the tool really has.</summary>
[Slow]
public class CommandPageTests
{
    private static string Page { get; } = Repository.Read("docs", "cli.md");

    public static TheoryData<string> Commands => [.. Leaves(FotaRootCommand.Create()).Select(UsageFailure.CommandPath)];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_is_on_the_page(string command) => Assert.Matches($"(?m)^\\| `{Regex.Escape(command)}[ `]", Page);

    [Fact]
    public void Every_field_of_every_JSON_answer_is_on_the_page()
    {
        string[] fields = [.. typeof(ToolJson).GetProperties()
            .Where(property => property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(JsonTypeInfo<>))
            .Select(property => property.PropertyType.GetGenericArguments()[0])
            .Where(type => type.Namespace!.StartsWith("Fota.", StringComparison.Ordinal) && type != typeof(PageData))
            .SelectMany(type => ToolJson.Shapes.GetTypeInfo(type)!.Properties)
            .Select(property => property.Name).Distinct()];

        Assert.True(fields.Length > 100, $"only {fields.Length} fields were found");
        Assert.DoesNotContain(fields, field => !IsNamed(field));
    }

    /// <summary>As <c>`field`</c>, <c>`field?`</c> or <c>`field[]`</c>, or inside the example of an error.</summary>
    private static bool IsNamed(string field) =>
        new[] { $"`{field}`", $"`{field}?`", $"`{field}[]`", $"\"{field}\":" }.Any(form => Page.Contains(form, StringComparison.Ordinal));

    private static IEnumerable<Command> Leaves(Command command) =>
        command.Subcommands.Count == 0 ? [command] : command.Subcommands.SelectMany(Leaves);
}
