namespace Fota.Signing.Tests;

/// <summary>Tests that each have a folder of their own.</summary>
public abstract class FolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    protected string Folder => folder.Path;

    protected string At(string name) => folder[name];

    protected string Write(string name, string content) => folder.Write(name, content);

    protected string Write(string name, byte[] content) => folder.Write(name, content);

    public void Dispose()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
