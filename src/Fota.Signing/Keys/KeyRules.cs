using System.Numerics;
using Fota.Errors;

namespace Fota.Signing;

/// <summary>What a public key must fulfil to be trusted with updates.</summary>
internal static class KeyRules
{
    /// <summary>NIST SP 800-131A disallows shorter ones.</summary>
    internal const int MinRsaBits = 2048;

    /// <summary>A longer signature does not fit into the header of update.fota (docs/format.md).</summary>
    internal const int MaxRsaBits = 4096;

    /// <summary>OpenSSL refuses longer exponents with large moduli, since they only serve to waste time.</summary>
    private const int MaxExponentBytes = 8;

    /// <summary>Checks an RSA key; both numbers are without leading zeros.</summary>
    internal static void CheckRsa(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent, string name)
    {
        int bits = BitLength(modulus);
        if (bits is < MinRsaBits or > MaxRsaBits)
        {
            throw new FotaException(
                SigningErrors.KeySizeRefused,
                $"The RSA key {name} has {bits} bits; allowed are {MinRsaBits} to {MaxRsaBits}.",
                "Create a key of 3072 bits with `fota keygen`.")
            { File = name };
        }

        if ((modulus[^1] & 1) == 0)
            throw Weak(name, "its modulus is even");
        if (exponent.IsEmpty || exponent is [1])
            throw Weak(name, "its exponent is 1 or 0, so that anyone can sign");
        if ((exponent[^1] & 1) == 0)
            throw Weak(name, "its exponent is even");
        if (exponent.Length > MaxExponentBytes)
            throw Weak(name, $"its exponent has {BitLength(exponent)} bits; at most {MaxExponentBytes * 8} are in use");
    }

    /// <summary>Checks that a point lies on P-256 (FIPS 186-4, D.1.2.3); a device that skips this check gives away much.</summary>
    internal static void CheckP256(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y, string name)
    {
        BigInteger p = (BigInteger.One << 256) - (BigInteger.One << 224) + (BigInteger.One << 192) + (BigInteger.One << 96) - 1;
        BigInteger b = new(
            Convert.FromHexString("5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B"), isUnsigned: true, isBigEndian: true);
        BigInteger px = new(x, isUnsigned: true, isBigEndian: true);
        BigInteger py = new(y, isUnsigned: true, isBigEndian: true);
        bool onCurve = px < p && py < p && (BigInteger.ModPow(px, 3, p) - (3 * px) + b - (py * py)) % p == 0;
        if (!onCurve)
            throw KeyFailure.Damaged(name, "its point does not lie on the curve P-256");
    }

    /// <summary>The length of a number without leading zeros.</summary>
    internal static int BitLength(ReadOnlySpan<byte> number) =>
        number.IsEmpty ? 0 : (number.Length * 8) - BitOperations.LeadingZeroCount((uint)number[0]) + 24;

    private static FotaException Weak(string name, string why) => new(
        SigningErrors.KeyWeak,
        $"The RSA key {name} is weak: {why}.",
        "Create another with `fota keygen`; its exponent is 65537.")
    { File = name };
}
