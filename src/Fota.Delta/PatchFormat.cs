namespace Fota.Delta;

/// <summary>What a patch is written in, and so which decoders read it. <see cref="PatchFormats"/> has the names.</summary>
public enum PatchFormat
{
    /// <summary>JojoDiff in which ESC MOD introduces every run of replaced data. Any JojoDiff decoder applies it.</summary>
    JojoDiff081 = 1,

    /// <summary>
    /// JojoDiff in which data without an operation, at the start and after EQL, DEL and BKT, replaces; two bytes less a change.
    /// JojoDiff since 0.8.5 (September 2020) and JANPatch since November 2024. An older decoder applies it wrong without noticing.
    /// </summary>
    JojoDiff085 = 2,

    /// <summary>The compact format: a third of JojoDiff's size for Cortex-M images, and some KB of RAM on the device (docs/compact-format.md).</summary>
    Compact = 3,
}
