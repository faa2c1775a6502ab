using System.Reflection;

namespace Fota.Build.Tests;

/// <summary>The tree that is tested.</summary>
internal static class Repository
{
    private static readonly string Root = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    public static string Read(params string[] parts) => File.ReadAllText(Path.Combine([Root, .. parts]));
}
