namespace Fota.Delta.Jojo;

/// <summary>The bytes of the format, in one place. docs/jojodiff.md describes them.</summary>
internal static class JojoFormat
{
    /// <summary>Introduces an operation; stands for itself in data unless an operation code, or itself, follows.</summary>
    public const byte Escape = 0xA7;

    /// <summary>Escape and operation code.</summary>
    public const int OperationSize = 2;

    /// <summary>Escape, operation code and a length in its longest form.</summary>
    public const int MaxOperationSize = OperationSize + 5;

    public const int MaxOneByteLength = 252;
    public const int MaxTwoByteLength = 508;
    public const int MaxThreeByteLength = 65535;

    /// <summary>First byte of a length in two bytes: 253 + the second.</summary>
    public const byte TwoByteLength = 252;

    /// <summary>First byte of a length in three bytes: 16 bits, big-endian.</summary>
    public const byte ThreeByteLength = 253;

    /// <summary>First byte of a length in five bytes: 32 bits, big-endian.</summary>
    public const byte FiveByteLength = 254;

    /// <summary>True if data without an operation is MOD, which 0.8.5 has and 0.8.1 has not.</summary>
    public static bool HasImplicitMod(PatchFormat format) => format == PatchFormat.JojoDiff085;

    /// <summary>True for the bytes that mean something after an escape, the escape itself included: A2 to A7.</summary>
    public static bool IsSpecialAfterEscape(byte value) => (uint)(value - (byte)JojoOperationKind.Bkt) <= Escape - (byte)JojoOperationKind.Bkt;

    /// <summary>Bytes that a length takes.</summary>
    public static int LengthSize(int length) =>
        length <= MaxOneByteLength ? 1 : length <= MaxTwoByteLength ? 2 : length <= MaxThreeByteLength ? 3 : 5;

    /// <summary>Bytes that EQL, DEL or BKT take.</summary>
    public static int OperationSizeWithLength(int length) => OperationSize + LengthSize(length);
}
