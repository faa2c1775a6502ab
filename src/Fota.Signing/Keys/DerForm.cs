using System.Formats.Asn1;

namespace Fota.Signing;

/// <summary>Tells the encodings of keys apart by the types of their outermost fields.</summary>
internal static class DerForm
{
    /// <summary>The most fields that one of the encodings has: RSAPrivateKey of two primes.</summary>
    private const int MaxFields = 9;

    /// <summary>Recognizes an encoding.</summary>
    /// <param name="der">One DER value, possibly followed by others.</param>
    /// <returns>The encoding, or null if it is none of a key.</returns>
    /// <exception cref="AsnContentException">The bytes are not DER.</exception>
    internal static KeyForm? Recognize(ReadOnlyMemory<byte> der)
    {
        AsnReader fields = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        Span<char> letters = stackalloc char[MaxFields];
        int count = 0;
        for (; fields.HasData && count < MaxFields; count++)
        {
            letters[count] = Letter(fields.PeekTag());
            fields.ReadEncodedValue();
        }

        return letters[..count] switch
        {
            "SB" => KeyForm.SubjectPublicKeyInfo,
            "SSB" => KeyForm.Certificate,
            "SO" => KeyForm.EncryptedPkcs8,
            "II" => KeyForm.Pkcs1Public,
            "IIIIIIIII" => KeyForm.Pkcs1Private,
            ['I', 'S', 'O', ..] => KeyForm.Pkcs8,
            ['I', 'O', ..] => KeyForm.Sec1Private,
            _ => null,
        };
    }

    private static char Letter(Asn1Tag tag) =>
        tag.HasSameClassAndValue(Asn1Tag.Sequence) ? 'S'
        : tag.HasSameClassAndValue(Asn1Tag.Integer) ? 'I'
        : tag.HasSameClassAndValue(Asn1Tag.PrimitiveOctetString) ? 'O'
        : tag.HasSameClassAndValue(Asn1Tag.PrimitiveBitString) ? 'B'
        : '?';
}
