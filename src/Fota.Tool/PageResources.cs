using System.Text;

namespace Fota.Tool;

/// <summary>The parts of pages, from the assembly: a page that is written needs no other file.</summary>
internal static class PageResources
{
    /// <summary>The text of a part.</summary>
    /// <param name="name">Its file name.</param>
    public static string Read(string name)
    {
        using Stream stream = typeof(PageResources).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
