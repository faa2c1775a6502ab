using Fota.Errors;

namespace Fota.Emulator;

/// <summary>What the emulation needs from the machine, as absolute paths.</summary>
public sealed record EmulatorTools
{
    /// <summary>Environment variable that names the folder of the Mbed TLS sources.</summary>
    public const string MbedTlsVariable = "FOTA_MBEDTLS_DIR";

    /// <summary>The cross compiler, arm-none-eabi-gcc.</summary>
    public required string CrossCompiler { get; init; }

    /// <summary>qemu-system-arm.</summary>
    public required string Qemu { get; init; }

    /// <summary>A C compiler for this machine, which builds the plugin that counts instructions.</summary>
    public required string HostCompiler { get; init; }

    /// <summary>The folder of the Mbed TLS 2.28 or 3.6 sources.</summary>
    public required string MbedTls { get; init; }

    /// <summary>The folder of the device's C sources.</summary>
    public required string DeviceSources { get; init; }

    /// <summary>The folder that keeps what was built.</summary>
    public required string Cache { get; init; }

    /// <summary>Finds everything.</summary>
    /// <param name="mbedTls">
    /// The folder of the Mbed TLS sources. Without it: the environment variable <c>FOTA_MBEDTLS_DIR</c>, then <c>mbedtls</c> in the cache.
    /// </param>
    /// <param name="cache">The folder that keeps what was built; by default one for each user.</param>
    /// <param name="deviceSources">The device's C sources; by default <c>device</c> beside this assembly.</param>
    /// <param name="searchPath">Where tools are looked for; by default PATH.</param>
    /// <exception cref="FotaException">Something is missing; the advice says what to install.</exception>
    public static EmulatorTools Locate(string? mbedTls = null, string? cache = null, string? deviceSources = null, string? searchPath = null)
    {
        searchPath ??= Environment.GetEnvironmentVariable("PATH") ?? "";
        cache = Path.GetFullPath(cache ?? DefaultCache);
        return new EmulatorTools
        {
            CrossCompiler = Find(searchPath, "arm-none-eabi-gcc", "gcc-arm-none-eabi libnewlib-arm-none-eabi"),
            Qemu = Find(searchPath, "qemu-system-arm", "qemu-system-arm"),
            HostCompiler = Find(searchPath, "cc", "gcc libc6-dev"),
            MbedTls = MbedTlsSources.Locate(mbedTls ?? Environment.GetEnvironmentVariable(MbedTlsVariable), cache),
            DeviceSources = FindDeviceSources(deviceSources),
            Cache = cache,
        };
    }

    /// <summary>Fetches the Mbed TLS sources into the cache, once for each user.</summary>
    /// <param name="cache">The folder that keeps what was built; by default one for each user.</param>
    /// <param name="deviceSources">The device's C sources; by default <c>device</c> beside this assembly.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The folder with the sources.</returns>
    /// <exception cref="FotaException">They are not to be had (FOTA5002).</exception>
    public static async Task<string> InstallMbedTlsAsync(
        string? cache = null, string? deviceSources = null, CancellationToken cancellationToken = default)
    {
        cache = Path.GetFullPath(cache ?? DefaultCache);
        string folder = Path.Combine(cache, MbedTlsSources.FolderName);
        await MbedTlsSources.InstallAsync(folder, FindDeviceSources(deviceSources), cancellationToken);
        return MbedTlsSources.Locate(null, cache);
    }

    /// <summary>A folder for each user.</summary>
    public static string DefaultCache
    {
        get
        {
            string data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            return Path.Combine(data.Length > 0 ? data : Path.GetTempPath(), "fota", "emulator");
        }
    }

    private static string Find(string searchPath, string name, string debianPackages)
    {
        string file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        foreach (string folder in searchPath.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            string path = Path.Combine(folder, file);
            if (File.Exists(path))
                return Path.GetFullPath(path);
        }

        throw new FotaException(
            EmulatorErrors.ToolMissing,
            $"The emulated device needs {name}, which is not on PATH.",
            $"Install it; on Debian and Ubuntu: apt-get install {debianPackages}.");
    }

    /// <summary>Finds everything, and fetches the Mbed TLS sources first where none are named and this machine can fetch them.</summary>
    /// <param name="mbedTls">As for <see cref="Locate"/>.</param>
    /// <param name="deviceSources">As for <see cref="Locate"/>.</param>
    /// <param name="cancellationToken">Ends fetching.</param>
    /// <exception cref="FotaException">Something is missing; the advice says what to install.</exception>
    public static async Task<EmulatorTools> PrepareAsync(string? mbedTls, string? deviceSources, CancellationToken cancellationToken)
    {
        bool isNamed = !string.IsNullOrEmpty(mbedTls ?? Environment.GetEnvironmentVariable(MbedTlsVariable));
        if (!isNamed && OperatingSystem.IsLinux() && !Directory.Exists(Path.Combine(DefaultCache, MbedTlsSources.FolderName)))
            await InstallMbedTlsAsync(deviceSources: deviceSources, cancellationToken: cancellationToken);
        return Locate(mbedTls, deviceSources: deviceSources);
    }

    /// <summary>The folder of the device's C sources: the one that is given, or <c>device</c> beside this assembly.</summary>
    /// <exception cref="FotaException">They are not there (FOTA5011).</exception>
    public static string FindDeviceSources(string? given)
    {
#pragma warning disable IL3000 // Empty in a single-file program, which has its sources beside it; in a build the program is MSBuild.
        string assembly = typeof(EmulatorTools).Assembly.Location;
#pragma warning restore IL3000
        string beside = assembly.Length == 0 ? AppContext.BaseDirectory : Path.GetDirectoryName(assembly)!;
        string folder = Path.GetFullPath(given ?? Path.Combine(beside, "device"));
        if (File.Exists(Path.Combine(folder, "bootloader", "boot.c")))
            return folder;
        throw new FotaException(
            EmulatorErrors.DeviceSourcesMissing,
            $"The device sources are not in '{folder}'.",
            "Install the package again, or name the folder src/device of the source tree.");
    }
}
