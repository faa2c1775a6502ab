namespace Fota.Signing.Tests;

/// <summary>Tests that each have a folder of their own.</summary>
public abstract class FolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    protected string Folder => _folder.Path;

    protected string At(string name) => _folder[name];

    protected string Write(string name, string content) => _folder.Write(name, content);

    protected string Write(string name, byte[] content) => _folder.Write(name, content);

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
