using System.Security;
using System.Text;
using Fota.Release.Images;
using Fota.Release.Manifest;

namespace Fota.Release.Bases.Packages;

/// <summary>A released image as a NuGet package: image, manifest and the signatures over both; no build logic.</summary>
/// <param name="Id">The package's id.</param>
/// <param name="Manifest">The manifest of the release.</param>
/// <param name="Content">The bytes of the <c>.nupkg</c>: the same for the same release, on any machine.</param>
public sealed record BasePackage(BasePackageId Id, UpdateManifest Manifest, ReadOnlyMemory<byte> Content)
{
    /// <summary>The folder in the package that the files of the release are in.</summary>
    internal const string Folder = "firmware";

    /// <summary>The name of the ELF file. It is for people: nobody signed it, and no build reads it.</summary>
    internal const string Elf = "update.elf";

    /// <summary>The package type, by which feeds and people tell it from a library.</summary>
    internal const string PackageType = "FotaFirmware";

    /// <summary>The files of the release, in their order in the package.</summary>
    internal static IReadOnlyList<string> Files { get; } =
        [PackageFiles.Manifest, PackageFiles.ManifestSignature, PackageFiles.Image, PackageFiles.Signature];

    /// <summary>The name that the file has in a feed.</summary>
    public string FileName => $"{Id}.{Manifest.Version}.nupkg";

    /// <summary>Puts a package together.</summary>
    /// <param name="id">The id.</param>
    /// <param name="manifest">The manifest.</param>
    /// <param name="read">Gives the bytes of each of <see cref="Files"/>.</param>
    /// <param name="elf">The ELF file of the image; null for none.</param>
    internal static BasePackage Of(BasePackageId id, UpdateManifest manifest, Func<string, ReadOnlyMemory<byte>> read, byte[]? elf)
    {
        // The parts that the Open Packaging Conventions ask for come first, as NuGet writes them.
        List<(string, ReadOnlyMemory<byte>)> files =
        [
            ("_rels/.rels", Text($"""
                <?xml version="1.0" encoding="utf-8"?>
                <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
                  <Relationship Type="http://schemas.microsoft.com/packaging/2010/07/manifest" Target="/{id}.nuspec" Id="R1" />
                </Relationships>
                """)),
            ($"{id}.nuspec", Text($"""
                <?xml version="1.0" encoding="utf-8"?>
                <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
                  <metadata>
                    <id>{id}</id>
                    <version>{manifest.Version}</version>
                    <authors>{SecurityElement.Escape(manifest.Product.Name)}</authors>
                    <description>Firmware {SecurityElement.Escape(manifest.Product.Name)} {manifest.Version}, SHA-256 {manifest.Image.Digest}: a base for delta updates by Fota.Build.</description>
                    <developmentDependency>true</developmentDependency>
                    <packageTypes>
                      <packageType name="{PackageType}" />
                    </packageTypes>
                  </metadata>
                </package>
                """)),
            .. Files.Select(name => ($"{Folder}/{name}", read(name))),
            .. elf is null ? Array.Empty<(string, ReadOnlyMemory<byte>)>() : [($"{Folder}/{Elf}", elf)],
            ("[Content_Types].xml", Text($"""
                <?xml version="1.0" encoding="utf-8"?>
                <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
                  <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml" />
                  <Default Extension="nuspec" ContentType="application/octet" />
                  <Default Extension="json" ContentType="application/octet" />
                  <Default Extension="sig" ContentType="application/octet" />
                  <Default Extension="bin" ContentType="application/octet" />{(elf is null ? "" : "\n  <Default Extension=\"elf\" ContentType=\"application/octet\" />")}
                </Types>
                """)),
        ];
        return new BasePackage(id, manifest, StoredZip.Write(files));
    }

    private static ReadOnlyMemory<byte> Text(string text) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n") + "\n");
}
