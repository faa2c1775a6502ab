namespace Fota.Testing;

/// <summary>The source tree that is tested.</summary>
public static class Repository
{
    /// <summary>Its root folder.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>The Mbed TLS sources that emulated devices are built with.</summary>
    public static string MbedTls => Environment.GetEnvironmentVariable("FOTA_MBEDTLS_DIR") is { Length: > 0 } named
        ? named
        : PathOf("artifacts", "mbedtls");

    /// <summary>The path of a file or folder.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The text of a file.</summary>
    public static string Read(params string[] parts) => File.ReadAllText(PathOf(parts));

    private static string Find(string start)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Fota.Build.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The tests run outside of the source tree.");
    }
}
