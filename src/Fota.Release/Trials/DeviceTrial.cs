using System.Globalization;
using System.Text;
using Fota.Delta;
using Fota.Emulator;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Release.Packaging;
using Fota.Release.Planning;
using Fota.Release.Store;
using Fota.Signing;

namespace Fota.Release.Trials;

/// <summary>
/// The emulated device that every patch of a package is run on: from the base, through download, check, patch, verification and reboot,
/// to the confirmed new version. A patch that went through is not run again while nothing has changed.
/// </summary>
public sealed record DeviceTrial
{
    /// <summary>The device.</summary>
    public required DeviceProfile Device { get; init; }

    /// <summary>Whether a device that installed the update has failed it all the same when it did not run the firmware itself.</summary>
    public bool RequireExecution { get; init; }

    /// <summary>The folder of the Mbed TLS sources; null where the emulator looks for them itself.</summary>
    public string? MbedTlsDirectory { get; init; }

    /// <summary>The folder of the device's C sources; null for those beside the emulator.</summary>
    public string? DeviceDirectory { get; init; }

    /// <summary>Runs the patches of a package.</summary>
    /// <param name="plan">What the package was made by.</param>
    /// <param name="manifest">The package's manifest.</param>
    /// <param name="read">Gives the bytes of a file of the package.</param>
    /// <param name="lastReport">The report of an earlier trial; null where there is none.</param>
    /// <param name="cancellationToken">Ends the device.</param>
    /// <exception cref="Fota.Errors.FotaException">A device would not install one of them, or a tool is missing.</exception>
    internal TrialResult Run(
        PackagingPlan plan, UpdateManifest manifest, Func<string, ReadOnlyMemory<byte>> read, byte[]? lastReport, CancellationToken cancellationToken)
    {
        if (manifest.Patches.Count == 0 || !manifest.IsComplete)
            return new TrialResult(null, ["nothing to emulate: the package has no patch for a device"]);
        if (plan.Image is { } image)
            CoreCheck.Require(image, plan.Request, Device);
        string certificates = CertificateHeader.Generate([.. PackageSigner.LoadKeys(plan.Request.PublicKeyFiles)]);
        string deviceSources = EmulatorTools.FindDeviceSources(DeviceDirectory);
        ReadOnlyMemory<byte>[] containers = [.. manifest.Patches.Select(patch => read(patch.Container))];
        string inputs = TrialInputs.Digest(Device, RequireExecution, deviceSources, certificates, containers);
        if (lastReport is not null && TrialReport.IsOf(lastReport, inputs))
            return new TrialResult(lastReport, ["emulated before, with the same files"]);

        EmulatorTools tools = EmulatorTools.PrepareAsync(MbedTlsDirectory, deviceSources, cancellationToken).GetAwaiter().GetResult();
        using var header = new PrivateFolder();
        string headerFile = header.Write("update_certs.h", Encoding.ASCII.GetBytes(certificates));
        var emulator = new DeviceEmulator(tools);
        var results = new EmulationResult[containers.Length];
        for (int i = 0; i < containers.Length; i++)
        {
            DeviceProfile device = DeviceFor(manifest.Patches[i], Device);
            var scenario = new UpdateScenario
            {
                BaseImage = BaseImage(plan, manifest.Patches[i].Base),
                UpdateContainer = containers[i],
                CertsHeader = headerFile,
                Device = device,
                // What a desk builds twice has one version; a release never has that of another.
                AllowSameVersion = manifest.Patches[i].Base.Kind == BaseKind.Build,
            };
            results[i] = emulator.RunAsync(scenario, cancellationToken).GetAwaiter().GetResult();
            results[i].EnsureUpdated(device);
            if (RequireExecution)
                results[i].EnsureExecuted();
        }

        return new TrialResult(
            TrialReport.Write(inputs, Device, manifest, results),
            [.. manifest.Patches.Zip(results, (patch, result) => Line(patch, manifest, result))]);
    }

    // A patch without a plan is for a device with two slots.
    internal static DeviceProfile DeviceFor(ManifestPatch patch, DeviceProfile device) => patch.InPlace is null ? device with { RegionBlocks = 0 } : device;

    private string Line(ManifestPatch patch, UpdateManifest manifest, EmulationResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"emulated {patch.Base.Version} -> {manifest.Version}{(patch.Format == manifest.Patches[0].Format ? "" : $" in {patch.Format.Name()}")}: updated{(DeviceFor(patch, Device).RegionBlocks == 0 ? "" : " in place")}{(result.Executed ? "" : ", not executed: linked for other hardware")}; RAM {result.Ram.Total} of {Device.Ram} bytes, flash {result.Flash.Erases} erases, about {result.EstimatedTimeAt32MHz.TotalSeconds:0.0} s of computing at 32 MHz");

    private static byte[] BaseImage(PackagingPlan plan, ManifestBase wanted) =>
        plan.Sources.Find(plan.Request.Product, wanted)
        ?? throw ArchiveRules.NotFound(plan.Archive.Root, plan.Request.Product, wanted.Version);
}

/// <summary>How a trial went that every device came through.</summary>
/// <param name="Report">The bytes of the report; null where there was nothing to try.</param>
/// <param name="Lines">What to tell the user.</param>
internal sealed record TrialResult(byte[]? Report, IReadOnlyList<string> Lines);
