namespace Fota.Tool.Explain;

/// <summary>What bytes of a patch pay for.</summary>
internal enum ChangeKind
{
    /// <summary>A function that the old image does not have.</summary>
    NewCode,

    /// <summary>Instructions that were changed.</summary>
    ChangedCode,

    /// <summary>Calls whose instruction is the same, but whose target has moved.</summary>
    ShiftedCalls,

    /// <summary>Pointers to things that have moved.</summary>
    ShiftedAddresses,

    /// <summary>Constants in literal pools of code.</summary>
    ChangedLiterals,

    /// <summary>Constants and initial values.</summary>
    Data,

    /// <summary>Bytes that mean nothing.</summary>
    Padding,

    /// <summary>Unchanged bytes that stand elsewhere in the old image.</summary>
    Moved,

    /// <summary>Changes that no ELF file names.</summary>
    Unknown,

    /// <summary>The header of a compact patch.</summary>
    Header,

    /// <summary>How far what addresses point to has moved.</summary>
    Map,

    /// <summary>Where copies of a compact patch begin and end, and where they come from.</summary>
    Moves,

    /// <summary>Which bytes of copies differ from what relocation predicts.</summary>
    Flags,

    /// <summary>The bytes that differ.</summary>
    Misses,

    /// <summary>The bytes of a compact patch that are not copied.</summary>
    Literals,
}

/// <summary>How the kinds are called.</summary>
internal static class ChangeKinds
{
    public static string Text(this ChangeKind kind) => kind switch
    {
        ChangeKind.NewCode => "new code",
        ChangeKind.ChangedCode => "changed code",
        ChangeKind.ShiftedCalls => "calls whose targets moved",
        ChangeKind.ShiftedAddresses => "pointers whose targets moved",
        ChangeKind.ChangedLiterals => "changed literals",
        ChangeKind.Data => "data",
        ChangeKind.Padding => "padding",
        ChangeKind.Moved => "moved blocks",
        ChangeKind.Header => "header",
        ChangeKind.Map => "map of what moved",
        ChangeKind.Moves => "where copies come from",
        ChangeKind.Flags => "which copied bytes differ",
        ChangeKind.Misses => "copied bytes that differ",
        ChangeKind.Literals => "new bytes",
        _ => "changes",
    };

    /// <summary>The stable name in JSON.</summary>
    public static string Key(this ChangeKind kind) => char.ToLowerInvariant(kind.ToString()[0]) + kind.ToString()[1..];
}
