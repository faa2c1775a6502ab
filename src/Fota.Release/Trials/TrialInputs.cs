using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Fota.Emulator;

namespace Fota.Release.Trials;

/// <summary>All that decides how an emulated update ends, as one digest.</summary>
internal static class TrialInputs
{
    /// <summary>SHA-256, in hexadecimal digits.</summary>
    internal static string Digest(
        DeviceProfile device, bool requireExecution, string deviceSources, string certificates, IEnumerable<ReadOnlyMemory<byte>> containers)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, device.ToString());
        Append(hash, requireExecution ? "executed" : "");
        Append(hash, typeof(DeviceEmulator).Module.ModuleVersionId.ToString());
        foreach (string source in Directory.EnumerateFiles(deviceSources, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            Append(hash, File.ReadAllBytes(source));
        Append(hash, certificates);
        // Each names its base by the digest in its header.
        foreach (ReadOnlyMemory<byte> container in containers)
            Append(hash, container.Span);
        return Convert.ToHexString(hash.GetHashAndReset()).ToLowerInvariant();
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> content)
    {
        Append(hash, content.Length.ToString(CultureInfo.InvariantCulture));
        hash.AppendData(content);
    }

    private static void Append(IncrementalHash hash, string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + "\0"));
}
