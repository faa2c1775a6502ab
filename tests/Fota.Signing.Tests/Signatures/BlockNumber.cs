using System.Numerics;

namespace Fota.Signing.Tests;

/// <summary>Blocks of RSA with 2048 bits as numbers.</summary>
internal static class BlockNumber
{
    internal static BigInteger Parse(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    internal static byte[] Bytes(BigInteger number)
    {
        byte[] bytes = new byte[256];
        byte[] magnitude = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        magnitude.CopyTo(bytes, bytes.Length - magnitude.Length);
        return bytes;
    }
}
