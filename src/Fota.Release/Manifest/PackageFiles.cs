using Fota.Release.Images;
using Fota.Release.Reports;

namespace Fota.Release.Manifest;

/// <summary>The names of the files in an update folder. No manifest may name any other.</summary>
public static class PackageFiles
{
    /// <summary>The full image.</summary>
    public const string Image = "update.bin";

    /// <summary>The signature over the full image.</summary>
    public const string Signature = "update.sig";

    /// <summary>The manifest.</summary>
    public const string Manifest = "update.json";

    /// <summary>The signature over the manifest.</summary>
    public const string ManifestSignature = "update.json.sig";

    /// <summary>The full image for the device: signed header, image.</summary>
    public const string FullContainer = "update.full.fota";

    /// <summary>What another machine is to sign, while a package waits for its signatures.</summary>
    public const string SigningRequest = "update.tbs.json";

    /// <summary>The gate's results for CI, as JUnit XML.</summary>
    public const string JUnitReport = "update.junit.xml";

    /// <summary>The summary for people, as Markdown.</summary>
    public const string MarkdownReport = "update.summary.md";

    /// <summary>What the emulated device went through.</summary>
    public const string TrialReport = "update.emulation.json";

    private const string HeaderExtension = ".header";
    private const string SignatureExtension = ".sig";

    /// <summary>What a signing request calls the header of a file for devices, its first 192 bytes. It is no file of the package.</summary>
    public static string Header(string container) => container + HeaderExtension;

    /// <summary>The file with the signature over such a header, which is attached to the package and then part of the file for devices.</summary>
    public static string HeaderSignature(string container) => container + HeaderExtension + SignatureExtension;

    /// <summary>Whether a file is one of a package, or a report on one, and no lock or state.</summary>
    public static bool IsPublished(string name) => name is JUnitReport or MarkdownReport or TrialReport || IsOwn(name);

    /// <summary>Whether a file is one that packaging writes, and so removes when a build does not make it.</summary>
    internal static bool IsOwn(string name) =>
        name is Image or Signature or Manifest or ManifestSignature or FullContainer or SigningRequest || PatchFileNames.IsOne(name);
}
