using System.Security.Cryptography;

namespace Fota.Emulator;

/// <summary>Compiles the bootloader and installer, with the keys of an update_certs.h, and the plugin that counts instructions.</summary>
internal sealed class HarnessRom(EmulatorTools tools)
{
    private static readonly string[] s_sourceFolders = ["lib", "bootloader", "board", "board/cortexm"];

    private readonly BuildCache _cache = new(tools.Cache);

    /// <summary>The ROM as an ELF file.</summary>
    public async Task<string> BuildAsync(UpdateScenario scenario, CancellationToken cancellationToken)
    {
        string mbedTls = await BuildMbedTlsAsync(scenario.Device.CpuName, cancellationToken);
        string[] sources = [.. s_sourceFolders.SelectMany(f => Sources(f, "*.c")), mbedTls];
        string certs = await KeepAsync(scenario.CertsHeader, cancellationToken);
        string linkerScript = Path.Combine(tools.DeviceSources, "board", "cortexm", "rom.ld");
        string[] inputs = [.. sources, .. Headers, linkerScript, certs];
        return await _cache.GetAsync(
            "rom-" + scenario.Device.CpuName,
            ".elf",
            tools.CrossCompiler,
            inputs,
            output => Arguments(scenario, certs, linkerScript, sources, output),
            cancellationToken);
    }

    // Most of what is compiled, and the same for every key.
    private Task<string> BuildMbedTlsAsync(string cpu, CancellationToken cancellationToken)
    {
        string[] sources = [.. MbedTlsSources.Files(tools.MbedTls)];
        return _cache.GetAsync(
            "mbedtls-" + cpu, ".o", tools.CrossCompiler, [.. sources, .. Headers], output => [.. CompilerArguments(cpu), "-r", "-o", output, .. sources], cancellationToken);
    }

    /// <summary>The plugin as a shared library.</summary>
    public Task<string> BuildPluginAsync(CancellationToken cancellationToken)
    {
        string source = Path.Combine(tools.DeviceSources, "board", "plugin", "phases.c");
        return _cache.GetAsync(
            "phases", ".so", tools.HostCompiler, [source], output => ["-std=gnu99", "-O2", "-shared", "-fPIC", "-o", output, source], cancellationToken);
    }

    /// <summary>A copy of the header under the hash of its content, so that equal headers in two places make one ROM.</summary>
    private async Task<string> KeepAsync(string certsHeader, CancellationToken cancellationToken)
    {
        byte[] content = await File.ReadAllBytesAsync(certsHeader, cancellationToken);
        string folder = Path.Combine(tools.Cache, "certs-" + Convert.ToHexString(SHA256.HashData(content), 0, 8).ToLowerInvariant());
        string kept = Path.Combine(folder, "update_certs.h");
        if (File.Exists(kept))
            return kept;
        Directory.CreateDirectory(folder);
        string unfinished = $"{kept}.{Guid.NewGuid():N}.tmp";
        await File.WriteAllBytesAsync(unfinished, content, cancellationToken);
        File.Move(unfinished, kept, overwrite: true);
        return kept;
    }

    private IEnumerable<string> Sources(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(tools.DeviceSources, folder), pattern).Order(StringComparer.Ordinal);

    private IEnumerable<string> Headers => s_sourceFolders.SelectMany(f => Sources(f, "*.h"));

    private string[] Arguments(UpdateScenario scenario, string certs, string linkerScript, string[] sources, string output) =>
    [
        .. CompilerArguments(scenario.Device.CpuName),
        "-Wl,--gc-sections," + scenario.Device.BoardAddresses, "-T", linkerScript, "-I", Path.GetDirectoryName(certs)!,
        .. scenario.AllowSameVersion ? ["-DFOTA_ALLOW_SAME_VERSION"] : Array.Empty<string>(),
        "-o", output, .. sources,
    ];

    private string[] CompilerArguments(string cpu) =>
    [
        "-std=gnu99", "-mcpu=" + cpu, "-mthumb", "-Os", "-ffunction-sections", "-fdata-sections", "--specs=nano.specs", "-nostartfiles",
        "-I", Path.Combine(tools.MbedTls, "include"), .. s_sourceFolders.SelectMany(f => new[] { "-I", Path.Combine(tools.DeviceSources, f) }),
        "-DMBEDTLS_CONFIG_FILE=\"fota_mbedtls_config.h\"",
    ];
}
