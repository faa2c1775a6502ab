namespace Fota.Testing;

/// <summary>A folder that is gone after the test. Unless named, it has a space and letters outside of ASCII in its name.</summary>
/// <param name="name">What its name begins with, for tools that take no other names.</param>
public sealed class TemporaryFolder(string name = "fota größe ") : IDisposable
{
    /// <summary>Where it lies.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory(name).FullName;

    /// <summary>The path of a file or folder in it.</summary>
    public string this[params string[] parts] => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>The names of what lies directly in it, in order: to see that nothing was left or written.</summary>
    public IEnumerable<string> Files =>
        Directory.EnumerateFileSystemEntries(Path).Select(each => System.IO.Path.GetFileName(each)!).Order(StringComparer.Ordinal);

    /// <summary>A new folder with a plain name that is gone when the tests end.</summary>
    /// <returns>Its path.</returns>
    public static string UntilExit()
    {
        string path = Directory.CreateTempSubdirectory("fota-tests-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(path, recursive: true);
        return path;
    }

    /// <summary>Writes a file.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, ReadOnlySpan<byte> content)
    {
        File.WriteAllBytes(this[name], content);
        return this[name];
    }

    /// <inheritdoc cref="Write(string, ReadOnlySpan{byte})"/>
    public string Write(string name, string content)
    {
        File.WriteAllText(this[name], content);
        return this[name];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
