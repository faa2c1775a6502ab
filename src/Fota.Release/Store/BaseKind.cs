namespace Fota.Release.Store;

/// <summary>Why the archive holds an image.</summary>
public enum BaseKind
{
    /// <summary>A released image: what devices in the field run.</summary>
    Release,

    /// <summary>The build before this one: what the device on a developer's desk runs.</summary>
    Build,
}
