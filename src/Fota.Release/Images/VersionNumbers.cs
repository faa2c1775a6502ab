using System.Buffers.Binary;

namespace Fota.Release.Images;

/// <summary>A version as a device compares it (docs/format.md): by major, minor, patch, then stage.</summary>
/// <param name="Major">The first number.</param>
/// <param name="Minor">The second number.</param>
/// <param name="Patch">The third number.</param>
/// <param name="Stage">65535 for a release; for a prerelease the last numeric identifier of its label, or 0.</param>
public readonly record struct VersionNumbers(ushort Major, ushort Minor, ushort Patch, ushort Stage) : IComparable<VersionNumbers>
{
    /// <summary>The stage of a release: above that of each prerelease.</summary>
    public const ushort ReleaseStage = 65535;

    private ulong Order => ((ulong)Major << 48) | ((ulong)Minor << 32) | ((ulong)Patch << 16) | Stage;

    /// <inheritdoc/>
    public int CompareTo(VersionNumbers other) => Order.CompareTo(other.Order);

    /// <summary>Whether the left version is older.</summary>
    public static bool operator <(VersionNumbers left, VersionNumbers right) => left.Order < right.Order;

    /// <summary>Whether the left version is newer.</summary>
    public static bool operator >(VersionNumbers left, VersionNumbers right) => left.Order > right.Order;

    /// <summary>Whether the left version is older or the same.</summary>
    public static bool operator <=(VersionNumbers left, VersionNumbers right) => left.Order <= right.Order;

    /// <summary>Whether the left version is newer or the same.</summary>
    public static bool operator >=(VersionNumbers left, VersionNumbers right) => left.Order >= right.Order;

    /// <summary>Reads 8 bytes: four little-endian numbers.</summary>
    internal static VersionNumbers Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]),
        BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]),
        BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]));

    /// <summary>Writes 8 bytes.</summary>
    internal void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(destination, Major);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[2..], Minor);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[4..], Patch);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[6..], Stage);
    }

    /// <summary>The numbers as <c>1.2.0</c>, or <c>1.2.0 (stage 3)</c> for a prerelease.</summary>
    public override string ToString() => Stage == ReleaseStage ? $"{Major}.{Minor}.{Patch}" : $"{Major}.{Minor}.{Patch} (stage {Stage})";
}
