using Fota.Release.Images;
using Fota.Release.Manifest;

namespace Fota.Release.Packaging;

/// <summary>The files of a package in memory, in the order in which they are put in place: the manifest last.</summary>
internal sealed class PackageContent
{
    private readonly List<PackageFile> _files = [];

    internal required UpdateManifest Manifest { get; init; }

    internal IReadOnlyList<PackageFile> Files => _files;

    /// <summary>The bytes of a file.</summary>
    internal ReadOnlyMemory<byte> Read(string name) => _files.First(file => file.Name == name).Content;

    internal void Add(string name, ReadOnlyMemory<byte> content) => _files.Add(new PackageFile(name, content));
}

/// <summary>One file of a package in memory.</summary>
internal sealed record PackageFile(string Name, ReadOnlyMemory<byte> Content)
{
    internal FileStamp Stamp => new(Name, Content.Length, Sha256Digest.Of(Content.Span));
}

/// <summary>By what a file is known again.</summary>
internal sealed record FileStamp(string Name, long Size, Sha256Digest Digest);
