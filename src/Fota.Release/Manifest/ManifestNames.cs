using Fota.Release.Store;

namespace Fota.Release.Manifest;

/// <summary>The words that manifest and reports use for what the code calls otherwise.</summary>
internal static class ManifestNames
{
    internal static string Name(this BaseKind kind) => kind == BaseKind.Release ? "release" : "build";
}
