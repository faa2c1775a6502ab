using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Fota.Errors;
using Fota.Release.Images;
using Fota.Release.Settings;

namespace Fota.Release.Bases.Packages;

/// <summary>The id under which a product's bases lie in NuGet feeds.</summary>
public sealed partial record BasePackageId
{
    // NuGet's own bound.
    private const int MaxLength = 100;
    private const string Suffix = ".Firmware";

    private BasePackageId(string text) => Text = text;

    /// <summary>The id as the project writes it. Feeds and folders do not tell upper from lower case.</summary>
    public string Text { get; }

    /// <summary>Reads an id.</summary>
    /// <exception cref="FotaException">NuGet would refuse it (FOTA6003).</exception>
    public static BasePackageId Parse(string text) => TryParse(text, out BasePackageId? id)
        ? id
        : throw new FotaException(
            SettingErrors.ValueInvalid,
            $"FotaBasePackageId is '{text}', which is no package id.",
            $"Set it to letters, digits and underscores with single dots or hyphens between them, at most {MaxLength} characters.");

    /// <summary>Reads an id; false where <see cref="Parse"/> would refuse it.</summary>
    internal static bool TryParse(string text, [NotNullWhen(true)] out BasePackageId? id)
    {
        id = text.Length <= MaxLength && Form().IsMatch(text) ? new BasePackageId(text) : null;
        return id is not null;
    }

    /// <summary>The id of a product that has set none: its name, with hyphens for what no id may have.</summary>
    public static BasePackageId Of(Product product)
    {
        ArgumentNullException.ThrowIfNull(product);
        string name = Separators().Replace(product.Name, match => match.Value.Length == 1 && match.Value is "." or "-" ? match.Value : "-").Trim('.', '-');
        return new BasePackageId((name.Length == 0 ? product.Id.ToString() : name) + Suffix);
    }

    /// <inheritdoc/>
    public bool Equals(BasePackageId? other) => string.Equals(Text, other?.Text, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Text);

    /// <inheritdoc/>
    public override string ToString() => Text;

    [GeneratedRegex(@"\A[A-Za-z0-9_]+([.-][A-Za-z0-9_]+)*\z")]
    private static partial Regex Form();

    [GeneratedRegex("[^A-Za-z0-9_]+")]
    private static partial Regex Separators();
}
