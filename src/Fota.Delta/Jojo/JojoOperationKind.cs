namespace Fota.Delta.Jojo;

/// <summary>What an operation does. The values are the operation codes that follow the escape byte A7.</summary>
public enum JojoOperationKind
{
    /// <summary>Moves back in the old image.</summary>
    Bkt = 0xA2,

    /// <summary>Copies from the old image; both images advance.</summary>
    Eql = 0xA3,

    /// <summary>Moves forward in the old image.</summary>
    Del = 0xA4,

    /// <summary>Writes data of the patch; the old image stays where it is.</summary>
    Ins = 0xA5,

    /// <summary>Writes data of the patch in place of as many bytes of the old image; both images advance.</summary>
    Mod = 0xA6,
}

/// <summary>The names of the operations.</summary>
public static class JojoOperationKinds
{
    /// <summary>The name that JojoDiff has for it: <c>MOD</c>, <c>INS</c>, <c>DEL</c>, <c>EQL</c> or <c>BKT</c>.</summary>
    public static string Name(this JojoOperationKind kind) => kind.ToString().ToUpperInvariant();
}
