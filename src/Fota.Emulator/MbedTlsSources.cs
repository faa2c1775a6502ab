using System.Text.RegularExpressions;
using Fota.Errors;

namespace Fota.Emulator;

/// <summary>The sources of Mbed TLS 2.28, which verifies signatures on the device.</summary>
internal static partial class MbedTlsSources
{
    /// <summary>The files of the library that are compiled, without folder.</summary>
    public static readonly string[] Files =
    [
        "asn1parse.c", "asn1write.c", "bignum.c", "constant_time.c", "ecdsa.c", "ecp.c", "ecp_curves.c", "md.c", "memory_buffer_alloc.c",
        "oid.c", "platform.c", "platform_util.c", "rsa.c", "rsa_internal.c", "sha256.c",
    ];

    /// <summary>Finds the folder: the one that was named, or <c>mbedtls</c> in the cache.</summary>
    /// <exception cref="FotaException">There are no sources, or of another version.</exception>
    public static string Locate(string? named, string cache)
    {
        string folder = Path.GetFullPath(string.IsNullOrEmpty(named) ? Path.Combine(cache, "mbedtls") : named);
        string versionHeader = Path.Combine(folder, "include", "mbedtls", "version.h");
        if (!File.Exists(versionHeader) || !File.Exists(Path.Combine(folder, "library", "sha256.c")))
            throw Missing($"The Mbed TLS sources are not in '{folder}'.");
        Match version = VersionLine().Match(File.ReadAllText(versionHeader));
        if (!version.Success || !version.Groups[1].Value.StartsWith("2.28.", StringComparison.Ordinal))
            throw Missing($"The sources in '{folder}' are Mbed TLS {(version.Success ? version.Groups[1].Value : "of an unknown version")}, and the device needs 2.28.");
        return folder;
    }

    private static FotaException Missing(string what) => new(
        EmulatorErrors.MbedTlsMissing,
        what,
        $"Fetch them with device/board/fetch-mbedtls.sh FOLDER, and name the folder in {EmulatorTools.MbedTlsVariable} or the property FotaMbedTlsDir.");

    [GeneratedRegex("MBEDTLS_VERSION_STRING\\s+\"([0-9.]+)\"")]
    private static partial Regex VersionLine();
}
