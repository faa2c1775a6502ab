using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Fota.Emulator;
using Fota.Release.Packaging;

namespace Fota.Build;

/// <summary>All that decides how an emulated update ends, as one digest.</summary>
internal sealed class EmulationInputs
{
    public EmulationInputs(DeviceProfile device, string deviceDirectory, string certificateHeader, IEnumerable<PatchResult> patches)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, device.ToString());
        Append(hash, typeof(DeviceEmulator).Module.ModuleVersionId.ToString());
        foreach (string source in Directory.EnumerateFiles(deviceDirectory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            AppendFile(hash, source);
        AppendFile(hash, certificateHeader);
        foreach (PatchResult patch in patches)
        {
            // The base is named by its digest in the container's header.
            AppendFile(hash, patch.Container!);
        }

        Digest = Convert.ToHexString(hash.GetHashAndReset()).ToLowerInvariant();
    }

    /// <summary>SHA-256, in hexadecimal digits.</summary>
    public string Digest { get; }

    private static void AppendFile(IncrementalHash hash, string path)
    {
        byte[] content = File.ReadAllBytes(path);
        Append(hash, content.Length.ToString(CultureInfo.InvariantCulture));
        hash.AppendData(content);
    }

    private static void Append(IncrementalHash hash, string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + "\0"));
}
