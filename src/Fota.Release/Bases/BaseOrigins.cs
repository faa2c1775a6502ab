namespace Fota.Release.Bases;

/// <summary>Where a project's bases lie.</summary>
public sealed record BaseOrigins
{
    /// <summary>The files that the project names (<c>FotaBase</c>).</summary>
    public IReadOnlyList<BaseFile> Files { get; init; } = [];
}
