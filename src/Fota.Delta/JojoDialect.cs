namespace Fota.Delta;

/// <summary>Which decoders a patch is for.</summary>
public enum JojoDialect
{
    /// <summary>Every run of replaced data is introduced by ESC MOD. Any JojoDiff decoder applies it.</summary>
    V081 = 1,

    /// <summary>
    /// Data without an operation, at the start and after EQL, DEL and BKT, replaces; two bytes less a change.
    /// JojoDiff since 0.8.5 (September 2020) and JANPatch since November 2024. An older decoder applies it wrong without noticing.
    /// </summary>
    V085 = 2,
}
