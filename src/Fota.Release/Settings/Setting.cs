namespace Fota.Release.Settings;

/// <summary>A setting of a project: a property in MSBuild.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Default">The text that stands for it where it is not set.</param>
/// <param name="Meaning">What it means, in Markdown.</param>
public abstract record Setting(string Name, string Default, string Meaning)
{
    /// <summary>The default, where it is one without MSBuild too; otherwise empty.</summary>
    internal string PlainDefault => Default.Contains("$(", StringComparison.Ordinal) ? string.Empty : Default;

    /// <summary>Refuses a text that cannot be meant.</summary>
    /// <exception cref="Errors.FotaException">As <c>Parse</c>.</exception>
    internal abstract void Check(string text);
}

/// <summary>A setting, and what its text is read as.</summary>
/// <typeparam name="T">The type of its values.</typeparam>
/// <param name="Name">Its name.</param>
/// <param name="Default">The text that stands for it where it is not set.</param>
/// <param name="Meaning">What it means, in Markdown.</param>
/// <param name="Parse">Reads a text that is not empty, or throws a <see cref="Errors.FotaException"/>.</param>
public sealed record Setting<T>(string Name, string Default, string Meaning, Func<string, T> Parse) : Setting(Name, Default, Meaning)
{
    internal override void Check(string text) => Parse(text);
}
