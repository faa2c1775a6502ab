using System.Reflection;

namespace Fota.Release.Packaging;

/// <summary>What manifests say that they were made by.</summary>
public static class PackagingTool
{
    /// <summary>Such as <c>Fota.Build 1.0.0</c>, whichever door was taken: the same inputs give the same bytes.</summary>
    public static string Name { get; } = "Fota.Build " + typeof(PackagingTool).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
