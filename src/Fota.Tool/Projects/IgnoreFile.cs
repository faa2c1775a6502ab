using System.Text;
using Fota.Errors;
using Fota.Tool.CommandLine;

namespace Fota.Tool.Projects;

/// <summary>The <c>.gitignore</c> of a firmware's folder: keeps the private key, the archive and the package out of the repository.</summary>
internal sealed class IgnoreFile
{
    private const string Archive = "/.fota/";

    private static readonly string[] s_lines = ["/keys/update.key", Archive, "/fota/"];

    private readonly string _path;
    private readonly byte[] _before;

    private IgnoreFile(string path, byte[] before, IReadOnlyList<string> missing)
    {
        _path = path;
        _before = before;
        Missing = missing;
    }

    /// <summary>The lines that it lacks.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>Reads the file of a folder; one that is not there has no lines.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="keepsArchive">Whether the archive belongs into the repository: once it has a release, only releases are in it.</param>
    /// <exception cref="FotaException">It is a link or a device, or cannot be read.</exception>
    public static IgnoreFile Of(string folder, bool keepsArchive)
    {
        string path = Path.Combine(folder, ".gitignore");
        OutputFile.Check(path, force: true);
        byte[] before = File.Exists(path) ? InputFile.Read(path) : [];
        HashSet<string> present = [.. Encoding.UTF8.GetString(before).Split('\n').Select(line => line.Trim())];
        // With or without slashes around it, a line says the same of what lies in this folder.
        return new IgnoreFile(path, before, [.. s_lines.Where(line => !(keepsArchive && line == Archive) && !Spellings(line).Any(present.Contains))]);
    }

    /// <summary>Adds the lines that are missing, behind those that are there.</summary>
    /// <exception cref="FotaException">It cannot be written.</exception>
    public void Complete()
    {
        if (Missing.Count == 0)
            return;
        string separator = _before.Length > 0 && _before[^1] != '\n' ? "\n" : "";
        byte[] added = Encoding.UTF8.GetBytes(separator + string.Concat(Missing.Select(line => line + "\n")));
        OutputFile.Write(_path, (byte[])[.. _before, .. added], force: true);
    }

    private static string[] Spellings(string line) => [line, line.TrimEnd('/'), line.TrimStart('/'), line.Trim('/')];
}
