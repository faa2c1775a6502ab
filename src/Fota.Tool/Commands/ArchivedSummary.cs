using Fota.Release.Images;
using Fota.Release.Store;

namespace Fota.Tool.Commands;

/// <summary>An archived image as commands print it: <see cref="Size"/> in bytes, <see cref="Added"/> in UTC.</summary>
internal sealed record ArchivedSummary(string Product, string Version, string Kind, long Size, string Sha256, DateTimeOffset Added, string? SourceRevision)
{
    public static ArchivedSummary Of(ArchivedImage image) => new(
        image.Product.Name, image.Version.ToString(), image.Kind == BaseKind.Release ? "release" : "build", image.Size.Bytes,
        image.Digest.ToString(), image.Added, image.SourceRevision);
}
