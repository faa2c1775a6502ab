namespace Fota.Signing.Tests;

/// <summary>A folder of one test, with a blank and non-ASCII letters in its name.</summary>
public abstract class TemporaryFolder : IDisposable
{
    protected TemporaryFolder() => Folder = Directory.CreateTempSubdirectory("fota schlüssel ").FullName;

    protected string Folder { get; }

    protected string At(string name) => Path.Combine(Folder, name);

    protected string Write(string name, string content)
    {
        File.WriteAllText(At(name), content);
        return At(name);
    }

    protected string Write(string name, byte[] content)
    {
        File.WriteAllBytes(At(name), content);
        return At(name);
    }

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
