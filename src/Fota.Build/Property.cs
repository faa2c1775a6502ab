using System.Globalization;
using Fota.Errors;

namespace Fota.Build;

/// <summary>Reads the text of a property into what the libraries take; an error names the property.</summary>
internal static class Property
{
    /// <summary>Parses a text that must be there.</summary>
    public static T Parse<T>(string property, string text, Func<string, T> parse)
    {
        try
        {
            return parse(text.Trim());
        }
        catch (FotaException e) when (!e.Message.Contains(property, StringComparison.Ordinal))
        {
            throw new FotaException(e.Code, $"{property}: {e.Message}", e.Advice, e);
        }
    }

    /// <summary>Parses a text, or gives null where the property is not set.</summary>
    public static T? ParseOptional<T>(string property, string text, Func<string, T> parse)
        where T : struct =>
        string.IsNullOrWhiteSpace(text) ? null : Parse(property, text, parse);

    /// <summary>Parses FotaSecurityCounter; 0 where it is not set.</summary>
    public static uint ParseCounter(string text)
    {
        text = text.Trim();
        if (text.Length == 0)
            return 0;
        return uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint counter)
            ? counter
            : throw Invalid("FotaSecurityCounter", text, "Set it to a number from 0 to 4294967295 that never falls.");
    }

    /// <summary>The failure of a property whose value nothing else explains.</summary>
    public static FotaException Invalid(string property, string text, string advice) =>
        new(BuildErrors.PropertyInvalid, $"{property} is '{text}', which it cannot be.", advice);
}
