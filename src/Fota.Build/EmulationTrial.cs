using System.Globalization;
using Fota.Emulator;
using Fota.Release.Container;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Release.Packaging;
using Fota.Release.Store;

namespace Fota.Build;

/// <summary>
/// Runs every patch of a package on an emulated device: from the base, through download, check, patch, verification and reboot, to the
/// confirmed new version. A patch that went through is not run again while nothing has changed.
/// </summary>
internal sealed class EmulationTrial
{
    public required DeviceProfile Device { get; init; }

    /// <summary>The folder of the Mbed TLS sources; null where the emulator looks for them itself.</summary>
    public required string? MbedTlsDirectory { get; init; }

    public required string DeviceDirectory { get; init; }

    /// <summary>The generated <c>update_certs.h</c>, whose keys the device trusts.</summary>
    public required string CertificateHeader { get; init; }

    public required string ArchiveDirectory { get; init; }

    public required string Configuration { get; init; }

    /// <summary>Takes one line about each patch.</summary>
    public required Action<string> Log { get; init; }

    /// <summary>Runs the patches of the package.</summary>
    /// <exception cref="Fota.Errors.FotaException">A device would not install one of them, or a tool is missing.</exception>
    public void Run(PackagingResult package, EmulationReport report, CancellationToken cancellationToken)
    {
        PatchResult[] patches = [.. package.Patches.Where(patch => patch.Container is not null)];
        if (patches.Length == 0)
        {
            Log("nothing to emulate: the package has no patch for a device");
            return;
        }

        EmulationInputs inputs = new(Device, DeviceDirectory, CertificateHeader, patches);
        if (report.IsOf(inputs))
        {
            Log("emulated before, with the same files");
            return;
        }

        report.Remove();
        var emulator = new DeviceEmulator(EmulatorTools.Locate(MbedTlsDirectory, deviceSources: DeviceDirectory));
        EmulatedPatch[] emulated = [.. patches.Select(patch => Emulate(emulator, package.Manifest, patch, cancellationToken))];
        report.Write(inputs, Device, package.Manifest, emulated);
    }

    private EmulatedPatch Emulate(DeviceEmulator emulator, UpdateManifest manifest, PatchResult patch, CancellationToken cancellationToken)
    {
        var scenario = new UpdateScenario
        {
            BaseImage = BaseImage(manifest.Product, patch.Base),
            UpdateContainer = File.ReadAllBytes(patch.Container!),
            CertsHeader = CertificateHeader,
            Device = Device,
            AllowSameVersion = patch.Base.Kind == BaseKind.Build,
        };
        EmulationResult result = emulator.RunAsync(scenario, cancellationToken).GetAwaiter().GetResult();
        result.EnsureUpdated(Device);
        Log(string.Create(
            CultureInfo.InvariantCulture,
            $"emulated {patch.Base.Version} -> {manifest.Version}: updated{(result.Executed ? "" : ", not executed: linked for other hardware")}; RAM {result.Ram.Total} of {Device.Ram} bytes, flash {result.Flash.Erases} erases, about {result.EstimatedTimeAt32MHz.TotalSeconds:0.0} s of computing at 32 MHz"));
        return new EmulatedPatch(patch.Base, result);
    }

    private byte[] BaseImage(Product product, ManifestBase wanted)
    {
        BaseArchive archive = BaseArchive.Open(ArchiveDirectory);
        if (wanted.Kind == BaseKind.Release)
            return archive.ReadImage(archive.Release(product, wanted.Version));
        ArchivedBuild build = archive.FindBuild(product, Configuration)!;
        return archive.ReadImage(build.Current.Digest == wanted.Digest ? build.Current : build.Previous!);
    }
}

/// <summary>A patch that an emulated device installed.</summary>
internal sealed record EmulatedPatch(ManifestBase Base, EmulationResult Result);
