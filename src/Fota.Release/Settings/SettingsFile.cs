using System.Text.Json;
using Fota.Errors;
using Fota.Files;
using Fota.Release.Files;

namespace Fota.Release.Settings;

/// <summary>
/// The settings of firmware that no MSBuild project builds: <c>fota.json</c>, a JSON object with the names of the properties. Its schema is
/// docs/schema/fota-1.json.
/// </summary>
public static class SettingsFile
{
    /// <summary>What the file is called, in the folder that its relative paths start from.</summary>
    public const string Name = "fota.json";

    /// <summary>Where the archive is, unless the file says otherwise.</summary>
    public const string ArchiveFolder = ".fota";

    private const int MaxLength = 1 << 20;
    private const string SchemaName = "$schema";

    private static readonly JsonDocumentOptions s_options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 4 };

    /// <summary>What a build would say where the file says nothing.</summary>
    private static readonly Dictionary<string, string> s_defaults = new(StringComparer.OrdinalIgnoreCase)
    {
        [FotaSettings.OutputDir.Name] = "fota",
        [FotaSettings.HeaderDir.Name] = "fota/include",
        [FotaSettings.ArchiveDir.Name] = ArchiveFolder,
    };

    /// <summary>The settings that a file may have: all but those that name targets of MSBuild.</summary>
    public static IReadOnlyList<Setting> Settings { get; } =
        [.. FotaSettings.All.Where(setting => setting != FotaSettings.BeforeCompileTargets && setting != FotaSettings.AfterImageTargets)];

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="overrides">What stands over it, by name, as on a command line.</param>
    /// <param name="environment">Gives an environment variable: <c>CI</c>, <c>TF_BUILD</c> and <c>SOURCE_DATE_EPOCH</c> count.</param>
    /// <param name="packageFolder">Finds the folder of NuGet's packages; asked only where bases are taken from them.</param>
    /// <exception cref="FotaException">It cannot be read or is no such object (FOTA6012), or a name or value cannot be meant.</exception>
    public static ProjectSettings Read(
        string path, IReadOnlyDictionary<string, string> overrides, Func<string, string?> environment, Func<string>? packageFolder = null)
    {
        ArgumentNullException.ThrowIfNull(overrides);
        ArgumentNullException.ThrowIfNull(environment);
        Dictionary<string, string> values = Parse(path);
        foreach ((string name, string text) in overrides)
        {
            if (name != BuildFacts.Configuration.Name)
                RequireKnown(name, path);
            values[name] = text;
        }

        foreach ((string name, string text) in s_defaults)
            values.TryAdd(name, text);
        values[BuildFacts.ProjectFile.Name] = path;
        values[BuildFacts.OnBuildServer.Name] = IsTrue(environment("CI")) || IsTrue(environment("TF_BUILD")) ? "true" : "false";
        values[BuildFacts.Created.Name] = environment(BuildFacts.Created.Name) ?? string.Empty;
        return ProjectImages.Read(Path.GetDirectoryName(path)!, values.GetValueOrDefault, [new Dictionary<string, string>()], packageFolder)[0];
    }

    private static Dictionary<string, string> Parse(string path)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        try
        {
            byte[] content = RegularFile.Read(path, MaxLength);
            if (content.Length > MaxLength)
                throw Invalid(path, $"It has more than {MaxLength} bytes.");
            using JsonDocument document = JsonDocument.Parse(content, s_options);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw Invalid(path, "It is no object.");
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                if (property.Name == SchemaName)
                    continue;
                RequireKnown(property.Name, path);
                if (!values.TryAdd(property.Name, Text(property, path)))
                    throw Invalid(path, $"{property.Name} is there twice.");
            }
        }
        catch (JsonException e)
        {
            throw Invalid(path, $"Line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: not JSON, or nested.");
        }

        catch (Exception e) when (FileFaults.IsFileFault(e))
        {
            throw Invalid(path, e.Message);
        }

        return values;
    }

    private static string Text(JsonProperty property, string path) => property.Value.ValueKind switch
    {
        JsonValueKind.String => property.Value.GetString()!,
        JsonValueKind.Number => property.Value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Array when property.Value.EnumerateArray().All(each => each.ValueKind == JsonValueKind.String) =>
            string.Join(';', property.Value.EnumerateArray().Select(each => each.GetString())),
        _ => throw Invalid(path, $"{property.Name} is no text, number, true, false, or list of texts."),
    };

    private static void RequireKnown(string name, string path)
    {
        string[] known = [.. Settings.Select(setting => setting.Name)];
        if (known.Contains(name, StringComparer.OrdinalIgnoreCase))
            return;
        throw new FotaException(
            SettingErrors.NameUnknown,
            $"There is no setting {name}.",
            NearestWord.Of(name, known) is { } nearest ? $"Did you mean {nearest}?" : "docs/settings.md lists the settings.")
        { File = path };
    }

    private static bool IsTrue(string? text) => string.Equals(text, "true", StringComparison.OrdinalIgnoreCase);

    private static FotaException Invalid(string path, string what) => new(
        SettingErrors.FileInvalid, $"'{path}' cannot be read as settings. {what}", "docs/settings.md has an example; docs/schema/fota-1.json is the schema.")
    { File = path };
}
