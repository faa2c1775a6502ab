using System.Text.Json;

namespace Fota.Emulator;

/// <summary>Reads what the device wrote, one JSON object a line.</summary>
internal sealed class DeviceReport
{
    private readonly List<JsonElement> _events = [];

    public DeviceReport(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            if (TryParse(line) is JsonElement parsed)
                _events.Add(parsed);
        }
    }

    /// <summary>The images that were started, in order.</summary>
    public IReadOnlyList<StartedApplication> Applications
    {
        get
        {
            List<StartedApplication> started = [];
            foreach (JsonElement e in _events)
            {
                if (Name(e) == "application")
                    started.Add(new StartedApplication(Version(e), Executed: true));
                else if (Name(e) == "not-for-this-board" && started.Count > 0)
                    started[^1] = started[^1] with { Executed = false };
            }

            return started;
        }
    }

    /// <summary>Whether an event occurred.</summary>
    public bool Has(string name) => _events.Exists(e => Name(e) == name);

    /// <summary>A field of the last such event.</summary>
    public string? Text(string name, string field) => Last(name) is JsonElement e && e.TryGetProperty(field, out JsonElement value) ? value.GetString() : null;

    /// <summary>A number of the last such event, 0 without one.</summary>
    public int Number(string name, string field) => Last(name) is JsonElement e ? Number(e, field) : 0;

    /// <summary>A number of all such events.</summary>
    public IReadOnlyList<int> Numbers(string name, string field) => [.. _events.Where(e => Name(e) == name).Select(e => Number(e, field))];

    private static JsonElement? TryParse(string line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Name(JsonElement e) => e.TryGetProperty("event", out JsonElement name) ? name.GetString() : null;

    private static int Number(JsonElement e, string field) => e.TryGetProperty(field, out JsonElement value) ? (int)value.GetInt64() : 0;

    private static DeviceVersion? Version(JsonElement e) => e.TryGetProperty("major", out _)
        ? new DeviceVersion(Number(e, "major"), Number(e, "minor"), Number(e, "patch"), Number(e, "stage"))
        : null;

    private JsonElement? Last(string name)
    {
        int index = _events.FindLastIndex(e => Name(e) == name);
        return index < 0 ? null : _events[index];
    }
}
