namespace Fota.Emulator.Tests;

/// <summary>Folders that go when the tests end.</summary>
internal static class TestFolder
{
    private static readonly string Root = CreateRoot();

    /// <summary>A new empty folder.</summary>
    public static string Create() => Directory.CreateDirectory(Path.Combine(Root, Guid.NewGuid().ToString("N"))).FullName;

    private static string CreateRoot()
    {
        string root = Directory.CreateTempSubdirectory("fota-emulator-tests-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(root, recursive: true);
        return root;
    }
}
