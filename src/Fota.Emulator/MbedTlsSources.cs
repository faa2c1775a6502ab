using System.ComponentModel;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;
using Fota.Errors;

namespace Fota.Emulator;

/// <summary>The sources of Mbed TLS 2.28 or 3.6, which verifies signatures on the device.</summary>
internal static partial class MbedTlsSources
{
    /// <summary>Their folder in the cache.</summary>
    public const string FolderName = "mbedtls";

    /// <summary>What is compiled; one of both versions has rsa_internal.c, the other bignum_core.c and rsa_alt_helpers.c.</summary>
    private static readonly string[] s_files =
    [
        "asn1parse.c", "asn1write.c", "bignum.c", "bignum_core.c", "constant_time.c", "ecdsa.c", "ecp.c", "ecp_curves.c", "md.c", "memory_buffer_alloc.c",
        "oid.c", "platform.c", "platform_util.c", "rsa.c", "rsa_alt_helpers.c", "rsa_internal.c", "sha256.c",
    ];

    /// <summary>The files of the library that are compiled.</summary>
    /// <param name="folder">The sources.</param>
    public static IEnumerable<string> Files(string folder) => s_files.Select(file => Path.Combine(folder, "library", file)).Where(File.Exists);

    /// <summary>Finds the folder: the one that was named, or <c>mbedtls</c> in the cache.</summary>
    /// <exception cref="FotaException">There are no sources, or of another version.</exception>
    public static string Locate(string? named, string cache)
    {
        string folder = Path.GetFullPath(string.IsNullOrEmpty(named) ? Path.Combine(cache, FolderName) : named);
        string headers = Path.Combine(folder, "include", "mbedtls"), versionHeader = Path.Combine(headers, "version.h"), buildInfo = Path.Combine(headers, "build_info.h");
        if (!File.Exists(versionHeader) || !File.Exists(Path.Combine(folder, "library", "sha256.c")))
            throw Missing($"The Mbed TLS sources are not in '{folder}'.");
        // Where the version is since 3.0.
        if (File.Exists(buildInfo))
            versionHeader = buildInfo;
        Match version = VersionLine().Match(File.ReadAllText(versionHeader));
        if (!version.Success || version.Groups[2].Value is not ("2.28" or "3.6"))
            throw Missing($"The sources in '{folder}' are Mbed TLS {(version.Success ? version.Groups[1].Value : "of an unknown version")}, and the device needs 2.28 or 3.6.");
        return folder;
    }

    /// <summary>Fetches the sources from the distribution's own source package. Changes nothing where they are there already.</summary>
    /// <param name="folder">The folder that gets them; it is whole or not there.</param>
    /// <param name="deviceSources">The folder of the device's C sources, which has the script.</param>
    /// <param name="cancellationToken">Ends the script.</param>
    /// <exception cref="FotaException">They are not to be had; the message has the script's own words.</exception>
    public static async Task InstallAsync(string folder, string deviceSources, CancellationToken cancellationToken)
    {
        BufferedCommandResult run;
        try
        {
            run = await Cli.Wrap("bash")
                .WithArguments([Path.Combine(deviceSources, "board", "fetch-mbedtls.sh"), folder])
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(cancellationToken);
        }
        catch (Win32Exception e)
        {
            throw NotFetched(folder, e.Message);
        }

        if (run.ExitCode != 0)
            throw NotFetched(folder, run.StandardError.Trim().ReplaceLineEndings(" "));
    }

    private static FotaException NotFetched(string folder, string reason) => new(
        EmulatorErrors.MbedTlsMissing,
        $"The Mbed TLS sources were not fetched into '{folder}': {reason}",
        $"The script needs Debian or Ubuntu with source packages. Elsewhere, name a folder with Mbed TLS 2.28 or 3.6 in {EmulatorTools.MbedTlsVariable} or the property FotaMbedTlsDir.");

    private static FotaException Missing(string what) => new(
        EmulatorErrors.MbedTlsMissing,
        what,
        $"Run: fota emulator install. Or name a folder with them in {EmulatorTools.MbedTlsVariable} or the property FotaMbedTlsDir.");

    [GeneratedRegex("MBEDTLS_VERSION_STRING\\s+\"(([0-9]+\\.[0-9]+)[0-9.]*)\"")]
    private static partial Regex VersionLine();
}
