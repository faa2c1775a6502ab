using System.Text;
using System.Text.Json;
using Fota.Delta;
using Fota.Emulator;
using Fota.Release.Manifest;

namespace Fota.Release.Trials;

/// <summary><c>update.emulation.json</c>: what the emulated device went through, beside the manifest.</summary>
internal static class TrialReport
{
    private const int Schema = 1;

    /// <summary>Whether a report was written for these inputs.</summary>
    internal static bool IsOf(byte[] file, string inputs)
    {
        try
        {
            using var report = JsonDocument.Parse(file);
            return report.RootElement.ValueKind == JsonValueKind.Object
                && report.RootElement.TryGetProperty("inputs", out JsonElement digest)
                && digest.ValueKind == JsonValueKind.String
                && digest.ValueEquals(inputs);
        }
        catch (JsonException)
        {
            return false; // not one of ours: it is written anew
        }
    }

    /// <summary>The report of a package whose patches all went through, each with its result.</summary>
    internal static byte[] Write(string inputs, DeviceProfile device, UpdateManifest manifest, IReadOnlyList<EmulationResult> results)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("schema", Schema);
            json.WriteString("inputs", inputs);
            json.WriteString("product", manifest.Product.Name);
            json.WriteString("version", manifest.Version.ToString());
            WriteDevice(json, device);
            json.WriteStartArray("patches");
            for (int i = 0; i < results.Count; i++)
                WritePatch(json, manifest.Patches[i], results[i]);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length).ReplaceLineEndings("\n") + "\n");
    }

    private static void WriteDevice(Utf8JsonWriter json, DeviceProfile device)
    {
        json.WriteStartObject("device");
        json.WriteString("cpu", device.Cpu.ToString());
        json.WriteNumber("ram", device.Ram);
        json.WriteNumber("flash", device.Flash);
        json.WriteNumber("sectorSize", device.SectorSize);
        json.WriteNumber("programUnit", device.ProgramUnit);
        json.WriteNumber("eraseValue", device.EraseValue);
        json.WriteNumber("slots", device.RegionBlocks == 0 ? 2 : 1);
        json.WriteEndObject();
    }

    private static void WritePatch(Utf8JsonWriter json, ManifestPatch patch, EmulationResult result)
    {
        ManifestBase source = patch.Base;
        json.WriteStartObject();
        json.WriteString("base", source.Version.ToString());
        json.WriteString("baseSha256", source.Digest.ToString());
        json.WriteString("format", patch.Format.Name());
        json.WriteString("outcome", result.Outcome.ToString());
        json.WriteBoolean("executed", result.Executed);
        json.WriteStartArray("versions");
        foreach (StartedApplication application in result.Applications)
            json.WriteStringValue(application.Version?.ToString() ?? "unknown");
        json.WriteEndArray();
        json.WriteNumber("boots", result.Boots);
        json.WriteStartObject("ram");
        json.WriteNumber("static", result.Ram.Static);
        json.WriteNumber("peakStack", result.Ram.PeakStack);
        json.WriteNumber("heapPeak", result.Ram.HeapPeak);
        json.WriteNumber("total", result.Ram.Total);
        json.WriteEndObject();
        json.WriteStartObject("flash");
        json.WriteNumber("erases", result.Flash.Erases);
        json.WriteNumber("mostErasesOfASector", result.Flash.MostErases);
        json.WriteNumber("programs", result.Flash.Programs);
        json.WriteNumber("programmedBytes", result.Flash.ProgrammedBytes);
        json.WriteEndObject();
        json.WriteStartObject("instructions");
        foreach ((string phase, long count) in result.InstructionsByPhase.OrderBy(phase => phase.Key, StringComparer.Ordinal))
            json.WriteNumber(phase, count);
        json.WriteEndObject();
        json.WriteNumber("estimatedSecondsAt32MHz", Math.Round(result.EstimatedTimeAt32MHz.TotalSeconds, 3));
        json.WriteString("uart", result.UartOutput);
        json.WriteEndObject();
    }
}
