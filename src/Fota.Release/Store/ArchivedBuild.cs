using Fota.Release.Images;

namespace Fota.Release.Store;

/// <summary>The last two different builds of a product in one configuration; kept only until the product's first release.</summary>
/// <param name="Configuration">The build configuration, such as <c>Debug</c>.</param>
/// <param name="Current">The last build.</param>
/// <param name="Previous">The build with other bits before it; null where there is none.</param>
public sealed record ArchivedBuild(string Configuration, ArchivedImage Current, ArchivedImage? Previous)
{
    /// <summary>The base for a patch to an image: a rebuild of the current image keeps the base that it had.</summary>
    internal ArchivedImage? BaseFor(Sha256Digest image) => image == Current.Digest ? Previous : Current;
}
