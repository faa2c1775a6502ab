namespace Fota.EndToEnd;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryDirectory(string name) : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory(name + "-").FullName;

    public string PathOf(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
