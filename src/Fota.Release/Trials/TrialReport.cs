using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Fota.Delta;
using Fota.Emulator;
using Fota.Release.Manifest;

namespace Fota.Release.Trials;

/// <summary><c>update.emulation.json</c>: what the emulated device went through, beside the manifest.</summary>
/// <param name="Schema">The version of this shape.</param>
/// <param name="Inputs">A digest of all that the trial depends on.</param>
/// <param name="Product">The product.</param>
/// <param name="Version">The version that was installed.</param>
/// <param name="Device">The device.</param>
/// <param name="Patches">Each patch of the package.</param>
internal sealed record TrialReport(int Schema, string Inputs, string Product, string Version, TrialDevice Device, IReadOnlyList<TriedPatch> Patches)
{
    private const int CurrentSchema = 2;

    /// <summary>Whether a report was written for these inputs.</summary>
    internal static bool IsOf(byte[] file, string inputs)
    {
        try
        {
            return JsonSerializer.Deserialize(file, TrialJson.Default.TrialReport) is { Schema: CurrentSchema } report && report.Inputs == inputs;
        }
        catch (JsonException)
        {
            return false; // not one of ours: it is written anew
        }
    }

    /// <summary>The report of a package whose patches all went through, each with its result.</summary>
    internal static byte[] Write(string inputs, DeviceProfile device, UpdateManifest manifest, IReadOnlyList<EmulationResult> results)
    {
        var report = new TrialReport(
            CurrentSchema, inputs, manifest.Product.Name, manifest.Version.ToString(), TrialDevice.Of(device),
            [.. manifest.Patches.Zip(results, (patch, result) => TriedPatch.Of(patch, result, DeviceTrial.DeviceFor(patch, device)))]);
        // The writer takes the line ends of the machine; the file is the same on all.
        return Encoding.UTF8.GetBytes(JsonSerializer.Serialize(report, TrialJson.Default.TrialReport).ReplaceLineEndings("\n") + "\n");
    }
}

/// <summary>The emulated device; sizes in bytes. Where sectors differ, SectorSize is that of the largest, and Sectors all of them.</summary>
internal sealed record TrialDevice(string Cpu, int Ram, int Flash, int SectorSize, string? Sectors, int ProgramUnit, int EraseValue, int Slots)
{
    internal static TrialDevice Of(DeviceProfile device) => new(
        device.CpuName, device.Ram, device.Flash, device.SectorSize, device.Sectors.IsMixed ? device.Sectors.ToString() : null,
        device.ProgramUnit, device.EraseValue, device.RegionBlocks == 0 ? 2 : 1);
}

/// <summary>A patch, and how the device took it.</summary>
/// <param name="Base">The version that the device ran.</param>
/// <param name="BaseSha256">The digest of that image.</param>
/// <param name="Format">What the patch is written in.</param>
/// <param name="Trial">What the device went through, as <c>fota emulate --json</c> says it.</param>
internal sealed record TriedPatch(string Base, string BaseSha256, string Format, EmulationReport Trial)
{
    internal static TriedPatch Of(ManifestPatch patch, EmulationResult result, DeviceProfile device) =>
        new(patch.Base.Version.ToString(), patch.Base.Digest.ToString(), patch.Format.Name(), EmulationReport.Of(result, device));
}

/// <summary>The shape of the file, compiled ahead.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(TrialReport))]
internal sealed partial class TrialJson : JsonSerializerContext;
