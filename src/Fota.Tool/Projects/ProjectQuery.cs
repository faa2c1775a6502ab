using System.ComponentModel;
using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;
using Fota.Errors;

namespace Fota.Tool.Projects;

/// <summary>
/// Asks a project for its settings, by <c>dotnet msbuild</c> of the SDK that builds it. Targets are run and not only properties evaluated,
/// since version and source revision are set in targets.
/// </summary>
internal static class ProjectQuery
{
    private const string Target = "FotaReadSettings";
    private const string SettingItem = "_FotaSetting";
    private const string ImageItem = "FotaImage";

    /// <summary>What each item has, whoever made it.</summary>
    private static readonly HashSet<string> s_wellKnown = new(StringComparer.OrdinalIgnoreCase)
    {
        "Identity", "FullPath", "RootDir", "Filename", "Extension", "RelativeDir", "Directory", "RecursiveDir", "ModifiedTime", "CreatedTime",
        "AccessedTime", "DefiningProjectFullPath", "DefiningProjectDirectory", "DefiningProjectName", "DefiningProjectExtension",
    };

    /// <summary>Asks.</summary>
    /// <param name="project">Full path of the project.</param>
    /// <param name="globalProperties">As <c>dotnet build -p:</c> would set them.</param>
    /// <returns>The project's text for a name, and for each image its path and metadata.</returns>
    /// <exception cref="FotaException">There is no SDK, the project is faulty, or it does not import Fota.Build.</exception>
    public static (Func<string, string?> ValueOf, IReadOnlyList<IReadOnlyDictionary<string, string>> Images) Run(
        string project, IReadOnlyDictionary<string, string> globalProperties)
    {
        BufferedCommandResult run = Ask(project, globalProperties);
        if (run.ExitCode != 0)
            throw Failure(project, run.StandardOutput + run.StandardError);
        // Messages of targets may stand before the answer.
        string output = run.StandardOutput;
        using var answer = JsonDocument.Parse(output[output.IndexOf('{', StringComparison.Ordinal)..]);
        JsonElement items = answer.RootElement.GetProperty("Items");
        Dictionary<string, string> values = items.GetProperty(SettingItem).EnumerateArray()
            .ToDictionary(each => each.GetProperty("Identity").GetString()!, each => Text(each, "Value"));
        return (values.GetValueOrDefault, [.. items.GetProperty(ImageItem).EnumerateArray().Select(Metadata)]);
    }

    private static BufferedCommandResult Ask(string project, IReadOnlyDictionary<string, string> globalProperties)
    {
        try
        {
            return Cli.Wrap(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet")
                .WithArguments(
                [
                    "msbuild", project, "-nologo", "-v:quiet", "-noAutoResponse", $"-t:{Target}", $"-getItem:{SettingItem},{ImageItem}",
                    .. globalProperties.Select(each => $"-p:{each.Key}={each.Value.Replace(";", "%3B", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal)}"),
                ])
                // The SDK that the global.json beside the project asks for, not the one of the current folder.
                .WithWorkingDirectory(Path.GetDirectoryName(project)!)
                .WithEnvironmentVariables(variables => variables
                    .Set("DOTNET_CLI_UI_LANGUAGE", "en").Set("DOTNET_NOLOGO", "1").Set("MSBUILDDISABLENODEREUSE", "1"))
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync().GetAwaiter().GetResult();
        }
        catch (Win32Exception e)
        {
            throw new FotaException(
                ToolErrors.SdkMissing, $"'dotnet' cannot be started: {e.Message}", "Install the .NET SDK, and put it on the PATH.", e);
        }
    }

    private static Dictionary<string, string> Metadata(JsonElement image)
    {
        Dictionary<string, string> named = new() { ["Image"] = Text(image, "Identity") };
        foreach (JsonProperty each in image.EnumerateObject().Where(each => !s_wellKnown.Contains(each.Name)))
            named[each.Name] = each.Value.GetString()!;
        return named;
    }

    private static string Text(JsonElement item, string name) => item.TryGetProperty(name, out JsonElement value) ? value.GetString()! : string.Empty;

    private static FotaException Failure(string project, string output)
    {
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Any(line => line.Contains("MSB4057", StringComparison.Ordinal) && line.Contains(Target, StringComparison.Ordinal)))
        {
            return new FotaException(
                ToolErrors.ProjectNotRestored,
                $"'{project}' does not import Fota.Build: it is not restored, or has no such PackageReference.",
                $"Run 'dotnet restore' on it; if that does not help, run 'dotnet add \"{project}\" package Fota.Build'.");
        }

        if (lines.FirstOrDefault(line => line.Contains("error", StringComparison.OrdinalIgnoreCase) && line.Contains(": ", StringComparison.Ordinal)) is { } error)
            return new FotaException(ToolErrors.ProjectInvalid, error, "Mend the project; 'dotnet build' says the same.");
        return new FotaException(
            ToolErrors.SdkMissing,
            $"The .NET SDK for '{project}' does not start: {(lines is [var first, ..] ? first : "it says nothing")}",
            "Install the SDK that its global.json asks for; 'dotnet --list-sdks' shows what is there.");
    }
}
