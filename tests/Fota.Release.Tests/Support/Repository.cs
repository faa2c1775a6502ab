namespace Fota.Release.Tests.Support;

/// <summary>Where this source tree lies.</summary>
internal static class Repository
{
    internal static string Root { get; } = Find(AppContext.BaseDirectory);

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
