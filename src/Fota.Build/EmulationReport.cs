using System.Text;
using System.Text.Json;
using Fota.Emulator;
using Fota.Release.Manifest;

namespace Fota.Build;

/// <summary><c>update.emulation.json</c>: what the emulated device went through, beside the manifest.</summary>
internal sealed class EmulationReport(string outputDirectory)
{
    private const int Schema = 1;

    public string Path { get; } = System.IO.Path.Combine(outputDirectory, "update.emulation.json");

    /// <summary>Whether it was written for these inputs.</summary>
    public bool IsOf(EmulationInputs inputs)
    {
        if (!File.Exists(Path))
            return false;
        try
        {
            using var report = JsonDocument.Parse(File.ReadAllBytes(Path));
            return report.RootElement.TryGetProperty("inputs", out JsonElement digest) && digest.ValueEquals(inputs.Digest);
        }
        catch (JsonException)
        {
            return false; // not one of ours: it is written anew
        }
    }

    /// <summary>Removes what an earlier package left.</summary>
    public void Remove() => File.Delete(Path);

    /// <summary>Writes the report of a package whose patches all went through.</summary>
    public void Write(EmulationInputs inputs, DeviceProfile device, UpdateManifest manifest, IReadOnlyList<EmulatedPatch> patches)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("schema", Schema);
            json.WriteString("inputs", inputs.Digest);
            json.WriteString("product", manifest.Product.Name);
            json.WriteString("version", manifest.Version.ToString());
            WriteDevice(json, device);
            json.WriteStartArray("patches");
            foreach (EmulatedPatch patch in patches)
                WritePatch(json, patch);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        string text = Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length).ReplaceLineEndings("\n") + "\n";
        GeneratedFile.Write(Path, text, "Check the folder's permissions and the room on the disk.");
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
        json.WriteEndObject();
    }

    private static void WritePatch(Utf8JsonWriter json, EmulatedPatch patch)
    {
        EmulationResult result = patch.Result;
        json.WriteStartObject();
        json.WriteString("base", patch.Base.Version.ToString());
        json.WriteString("baseSha256", patch.Base.Digest.ToString());
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
        json.WriteNumber("mbedTlsHeapPeak", result.Ram.MbedTlsHeapPeak);
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
