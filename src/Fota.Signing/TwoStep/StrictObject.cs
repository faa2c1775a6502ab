using System.Text.Json;

namespace Fota.Signing;

/// <summary>A JSON object with exactly the fields expected, each once.</summary>
internal readonly ref struct StrictObject
{
    private readonly JsonElement _element;

    internal StrictObject(JsonElement element, ReadOnlySpan<string> fields)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new FormatException("it has a value where an object is expected");
        _element = element;
        int count = 0;
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!fields.Contains(property.Name))
                throw new FormatException($"the field '{property.Name}' is unknown");
            count++;
        }

        foreach (string field in fields)
        {
            if (!element.TryGetProperty(field, out _))
                throw new FormatException($"the field '{field}' is missing");
        }

        if (count != fields.Length)
            throw new FormatException("a field is repeated");
    }

    internal string String(string field) =>
        _element.GetProperty(field) is { ValueKind: JsonValueKind.String } value
            ? value.GetString()!
            : throw new FormatException($"the field '{field}' is no text");

    internal long Size(string field) =>
        _element.GetProperty(field) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out long size) && size >= 0
            ? size
            : throw new FormatException($"the field '{field}' is no size");

    internal JsonElement Array(string field) =>
        _element.GetProperty(field) is { ValueKind: JsonValueKind.Array } value
            ? value
            : throw new FormatException($"the field '{field}' is no list");
}
