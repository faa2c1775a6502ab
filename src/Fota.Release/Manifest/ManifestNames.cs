using Fota.Delta;
using Fota.Release.Store;

namespace Fota.Release.Manifest;

/// <summary>The words that manifest and reports use for what the code calls otherwise.</summary>
internal static class ManifestNames
{
    internal const string PatchFormat = "jojodiff";

    internal static string Name(this JojoDialect dialect) => dialect == JojoDialect.V081 ? "0.8.1" : "0.8.5";

    internal static string Name(this BaseKind kind) => kind == BaseKind.Release ? "release" : "build";
}
