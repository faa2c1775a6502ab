using System.Formats.Asn1;

namespace Fota.Signing;

/// <summary>The two encodings of an ECDSA signature on P-256: DER (RFC 3279) and r and s side by side (IEEE P1363, PKCS#11).</summary>
internal static class EcdsaSignature
{
    /// <summary>The size of r and s side by side.</summary>
    internal const int ConcatenatedSize = 2 * NumberSize;

    private const int NumberSize = 32;

    internal static byte[] ToDer(ReadOnlySpan<byte> concatenated)
    {
        if (concatenated.Length != ConcatenatedSize)
            throw new ArgumentException("An ECDSA signature on P-256 has 64 bytes.", nameof(concatenated));
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteIntegerUnsigned(Trim(concatenated[..NumberSize]));
            writer.WriteIntegerUnsigned(Trim(concatenated[NumberSize..]));
        }

        return writer.Encode();
    }

    internal static bool TryReadDer(ReadOnlySpan<byte> der, out byte[] concatenated)
    {
        concatenated = new byte[ConcatenatedSize];
        try
        {
            AsnDecoder.ReadSequence(der, AsnEncodingRules.DER, out int offset, out int length, out int consumed);
            if (consumed != der.Length)
                return false;
            ReadOnlySpan<byte> numbers = der.Slice(offset, length);
            return TryTake(ref numbers, concatenated.AsSpan(0, NumberSize))
                && TryTake(ref numbers, concatenated.AsSpan(NumberSize))
                && numbers.IsEmpty;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static bool TryTake(ref ReadOnlySpan<byte> numbers, Span<byte> target)
    {
        ReadOnlySpan<byte> integer = AsnDecoder.ReadIntegerBytes(numbers, AsnEncodingRules.DER, out int consumed);
        numbers = numbers[consumed..];
        ReadOnlySpan<byte> magnitude = integer.TrimStart((byte)0);
        if ((integer[0] & 0x80) != 0 || magnitude.IsEmpty || magnitude.Length > NumberSize)
            return false;
        magnitude.CopyTo(target[^magnitude.Length..]);
        return true;
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> number)
    {
        ReadOnlySpan<byte> magnitude = number.TrimStart((byte)0);
        return magnitude.IsEmpty ? number[..1] : magnitude;
    }
}
