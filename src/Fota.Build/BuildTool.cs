using System.Reflection;

namespace Fota.Build;

/// <summary>What manifests say that they were made by.</summary>
internal static class BuildTool
{
    internal static string Name { get; } = "Fota.Build " + typeof(BuildTool).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
