using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Fota.Errors;
using Fota.Release.Images;

namespace Fota.Release.Files;

/// <summary>
/// Reads a JSON object strictly: each field once, of the right type, within bounds, and none that is not known.
/// Whoever reads gives the failure that a fault becomes.
/// </summary>
internal sealed class JsonFields
{
    private const int MaxDepth = 8;
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = MaxDepth };

    private readonly Dictionary<string, JsonElement> _fields = [];
    private readonly string _path;
    private readonly Func<string, FotaException> _fault;

    private JsonFields(JsonElement element, string path, Func<string, FotaException> fault)
    {
        _path = path;
        _fault = fault;
        if (element.ValueKind != JsonValueKind.Object)
            throw fault($"{Name(path)} is not an object");
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!_fields.TryAdd(property.Name, property.Value))
                throw fault($"the field {path}{property.Name} is there twice");
        }
    }

    /// <summary>Parses a document.</summary>
    /// <param name="content">UTF-8 without a byte order mark.</param>
    /// <param name="maxLength">The most bytes that are looked at.</param>
    /// <param name="malformed">Makes the failure for what is no JSON.</param>
    /// <param name="fault">Makes the failure for a field.</param>
    internal static JsonFields Parse(
        ReadOnlyMemory<byte> content, int maxLength, Func<string, FotaException> malformed, Func<string, FotaException> fault)
    {
        if (content.Length > maxLength)
            throw malformed($"it has {new ByteSize(content.Length)}, the most is {new ByteSize(maxLength)}");
        if (!Utf8.IsValid(content.Span))
            throw malformed("it is not UTF-8");
        try
        {
            using JsonDocument document = JsonDocument.Parse(content, s_options);
            return new JsonFields(document.RootElement.Clone(), "", fault);
        }
        catch (JsonException e)
        {
            throw malformed($"line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: not JSON, or nested too deeply");
        }
        catch (InvalidOperationException)
        {
            throw malformed("a name in it has broken Unicode");
        }
    }

    internal string Text(string name) => OptionalText(name) ?? throw Missing(name);

    internal string? OptionalText(string name)
    {
        if (Take(name) is not { } element)
            return null;
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString()! : throw Fault(name, "is not a string");
        }
        catch (InvalidOperationException)
        {
            throw Fault(name, "has broken Unicode");
        }
    }

    internal long Number(string name, long min, long max)
    {
        JsonElement element = Take(name) ?? throw Missing(name);
        if (element.ValueKind != JsonValueKind.Number || !element.TryGetInt64(out long value) || value < min || value > max)
            throw Fault(name, $"is not a whole number from {min} to {max}");
        return value;
    }

    internal bool Flag(string name)
    {
        JsonElement element = Take(name) ?? throw Missing(name);
        return element.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Fault(name, "is not true or false"),
        };
    }

    internal ByteSize Size(string name) => new(Number(name, 1, uint.MaxValue));

    internal Sha256Digest Digest(string name)
    {
        string text = Text(name);
        return Sha256Digest.TryParse(text, out Sha256Digest digest) && digest.ToString() == text
            ? digest
            : throw Fault(name, "is not a SHA-256 of 64 lower-case hexadecimal digits");
    }

    internal FirmwareVersion Version(string name)
    {
        string text = Text(name);
        return FirmwareVersion.TryParse(text, out FirmwareVersion? version) && version.ToString() == text
            ? version
            : throw Fault(name, "is not a normalised semantic version");
    }

    internal Product Product(string name)
    {
        string text = Text(name);
        return Images.Product.Fault(text) is { } fault ? throw Fault(name, fault) : Images.Product.Parse(text);
    }

    internal DateTimeOffset Time(string name)
    {
        string text = Text(name);
        return DateTimeOffset.TryParseExact(
            text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw Fault(name, "is not a time such as 2026-03-31T23:59:59Z");
    }

    internal bool Has(string name) => _fields.ContainsKey(name);

    internal JsonFields Object(string name) => OptionalObject(name) ?? throw Missing(name);

    internal JsonFields? OptionalObject(string name) =>
        Take(name) is { } element ? new JsonFields(element, $"{_path}{name}.", _fault) : null;

    internal IReadOnlyList<JsonFields> Objects(string name, int max)
    {
        JsonElement element = Take(name) ?? throw Missing(name);
        if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() > max)
            throw Fault(name, $"is not a list of at most {max} entries");
        return [.. element.EnumerateArray().Select((entry, index) => new JsonFields(entry, $"{_path}{name}[{index}].", _fault))];
    }

    /// <summary>Refuses fields that nobody has asked for.</summary>
    internal void End()
    {
        if (_fields.Count > 0)
            throw _fault($"the field {_path}{_fields.Keys.First()} is not known");
    }

    /// <summary>The failure for a field whose value is refused.</summary>
    internal FotaException Fault(string name, string what) => _fault($"the field {_path}{name} {what}");

    /// <summary>How times are written: UTC, whole seconds (RFC 3339).</summary>
    internal const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private static string Name(string path) => path.Length == 0 ? "it" : $"the field {path.TrimEnd('.')}";

    private FotaException Missing(string name) => _fault($"the field {_path}{name} is missing");

    private JsonElement? Take(string name) => _fields.Remove(name, out JsonElement element) ? element : null;
}
