using Fota.Errors;

namespace Fota.Release.Settings;

/// <summary>The texts of settings by name, as a build or a file has them. What a text cannot mean is an error that names the setting.</summary>
public sealed class NamedSettings
{
    private readonly Func<string, string?> _textOf;

    /// <param name="textOf">Gives the text of a name; null or empty where it is not set.</param>
    public NamedSettings(Func<string, string?> textOf) => _textOf = textOf;

    /// <summary>The text of a setting, or its default; empty where it has neither.</summary>
    public string Text(Setting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return Set(setting) is { Length: > 0 } text ? text : setting.PlainDefault;
    }

    /// <summary>The text that was set; empty where none was.</summary>
    internal string Set(Setting setting) => _textOf(setting.Name)?.Trim() ?? string.Empty;

    /// <summary>The value of a setting; the type's default where it is not set.</summary>
    /// <exception cref="FotaException">The text cannot be meant.</exception>
    public T? Get<T>(Setting<T> setting)
    {
        string text = Text(setting);
        return text.Length == 0 ? default : Reading(setting, () => setting.Parse(text));
    }

    /// <summary>The value of a setting that must have one.</summary>
    /// <exception cref="FotaException">It is empty (FOTA6003), or the text cannot be meant.</exception>
    public T Require<T>(Setting<T> setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return Text(setting).Length > 0
            ? Get(setting)!
            : throw new FotaException(
                SettingErrors.ValueInvalid, $"{setting.Name} is empty.", "Set it, or leave it out of the command line and the project for its default.");
    }

    /// <summary>Refuses the first text that cannot be meant, also of settings that this build would not look at.</summary>
    /// <exception cref="FotaException">As for <see cref="Get"/>.</exception>
    public void Check()
    {
        foreach (Setting setting in FotaSettings.All.Concat(BuildFacts.All))
        {
            if (Text(setting) is { Length: > 0 } text)
                Reading(setting, () => { setting.Check(text); return true; });
        }
    }

    /// <summary>Refuses names that begin as ours and are none: a gate with a typo would be off without a word.</summary>
    /// <param name="names">The names that were set by hand, as on a command line; others are passed over.</param>
    /// <exception cref="FotaException">A name is unknown (FOTA6007).</exception>
    public static void RequireKnown(IEnumerable<string> names)
    {
        const string Prefix = "Fota";
        IEnumerable<string> known = FotaSettings.All.Concat(BuildFacts.All).Select(setting => setting.Name);
        HashSet<string> all = new(known, StringComparer.OrdinalIgnoreCase) { "FotaTaskAssembly" };
        foreach (string name in names.Where(name => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && !all.Contains(name)).Order(StringComparer.Ordinal))
            throw Unknown(name, all, name);
    }

    /// <summary>The failure of a name that is none.</summary>
    internal static FotaException Unknown(string name, IEnumerable<string> known, string typed) => new(
        SettingErrors.NameUnknown,
        $"There is no property {name}.",
        NearestWord.Of(typed, known) is { } nearest ? $"Did you mean {nearest}?" : "docs/settings.md lists the properties.");

    private static T Reading<T>(Setting setting, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FotaException e) when (!e.Message.Contains(setting.Name, StringComparison.Ordinal))
        {
            throw new FotaException(e.Code, $"{setting.Name}: {e.Message}", e.Advice, e);
        }
    }
}
