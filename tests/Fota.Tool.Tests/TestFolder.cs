namespace Fota.Tool.Tests;

/// <summary>A folder for one test, with a space and letters outside ASCII in its name, gone afterwards.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("fota größe ").FullName;

    /// <summary>The path of a file in the folder.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, ReadOnlySpan<byte> content)
    {
        File.WriteAllBytes(this[name], content);
        return this[name];
    }

    /// <summary>The names of all files, to see that nothing was left or written.</summary>
    public IEnumerable<string> Files => Directory.EnumerateFileSystemEntries(Path).Select(each => System.IO.Path.GetFileName(each)!).Order(StringComparer.Ordinal);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
