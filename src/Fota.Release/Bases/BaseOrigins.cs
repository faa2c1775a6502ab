using Fota.Release.Bases.Packages;

namespace Fota.Release.Bases;

/// <summary>Where a project's bases lie.</summary>
public sealed record BaseOrigins
{
    /// <summary>Where releases are selected from.</summary>
    public BasePlaces Places { get; init; } = BasePlaces.Archive;

    /// <summary>The files that the project names (<c>FotaBase</c>).</summary>
    public IReadOnlyList<BaseFile> Files { get; init; } = [];

    /// <summary>The packages that the project pins; null where it takes none.</summary>
    public PackagesOrigin? Packages { get; init; }
}
