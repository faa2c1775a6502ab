namespace Fota.Release.Bases;

/// <summary>Which places the releases are selected from that patches start from (<c>FotaBasesFrom</c>).</summary>
[Flags]
public enum BasePlaces
{
    /// <summary>None: not a value that a project can set.</summary>
    None = 0,

    /// <summary>The archive: what was released on this machine.</summary>
    Archive = 1,

    /// <summary>The packages that <c>fota.bases.json</c> pins.</summary>
    Packages = 2,
}
