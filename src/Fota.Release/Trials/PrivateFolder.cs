namespace Fota.Release.Trials;

/// <summary>A folder of this process alone, which goes with it: for what an emulated device reads and nobody is to find.</summary>
internal sealed class PrivateFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("fota-trial-").FullName;

    /// <summary>Writes a file.</summary>
    /// <returns>Its full path.</returns>
    internal string Write(string name, ReadOnlySpan<byte> content)
    {
        string path = Path.Combine(_path, name);
        using FileStream file = File.Create(path);
        file.Write(content);
        return path;
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
