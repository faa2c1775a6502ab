using System.Formats.Asn1;

namespace Fota.Signing;

/// <summary>
/// Reads the encodings of public keys. It works on the DER fields alone: the numbers go into C headers and must be the same on every
/// platform, and no certificate machinery is loaded into builds.
/// </summary>
internal static class PublicKeyReader
{
    private const int CoordinateSize = 32;

    /// <summary>Reads the key of a file.</summary>
    /// <exception cref="Fota.Errors.FotaException">It is no public key, damaged, of another kind, or weak.</exception>
    internal static VerificationKey Read(KeyFile file)
    {
        try
        {
            AsnReader reader = new(file.Content, AsnEncodingRules.DER);
            VerificationKey key = file.Form switch
            {
                KeyForm.SubjectPublicKeyInfo => ReadInfo(reader, file.Name),
                KeyForm.Pkcs1Public => ReadRsa(reader, file.Name),
                KeyForm.Certificate => ReadCertificate(reader, file.Name),
                _ => throw PublicNeeded(file.Name),
            };
            reader.ThrowIfNotEmpty();
            return key;
        }
        catch (AsnContentException e)
        {
            throw KeyFailure.Damaged(file.Name, "its DER encoding is truncated or malformed", e);
        }
    }

    private static VerificationKey ReadInfo(AsnReader reader, string name)
    {
        AsnReader info = reader.ReadSequence();
        AsnReader algorithm = info.ReadSequence();
        byte[] key = info.ReadBitString(out int unusedBits);
        info.ThrowIfNotEmpty();
        if (unusedBits != 0)
            throw KeyFailure.Damaged(name, "its key is not a whole number of bytes");

        string identifier = algorithm.ReadObjectIdentifier();
        if (identifier == ObjectIdentifiers.RsaEncryption)
        {
            algorithm.ReadNull();
            algorithm.ThrowIfNotEmpty();
            AsnReader rsa = new(key, AsnEncodingRules.DER);
            VerificationKey result = ReadRsa(rsa, name);
            rsa.ThrowIfNotEmpty();
            return result;
        }

        return identifier == ObjectIdentifiers.EcPublicKey
            ? ReadPoint(algorithm, key, name)
            : throw KeyFailure.Unsupported(name, ObjectIdentifiers.NameOf(identifier));
    }

    private static VerificationKey ReadRsa(AsnReader reader, string name)
    {
        AsnReader numbers = reader.ReadSequence();
        ReadOnlySpan<byte> modulus = Unsigned(numbers.ReadIntegerBytes().Span, name);
        ReadOnlySpan<byte> exponent = Unsigned(numbers.ReadIntegerBytes().Span, name);
        numbers.ThrowIfNotEmpty();
        return VerificationKey.FromRsa(modulus, exponent, name);
    }

    private static VerificationKey ReadPoint(AsnReader algorithm, ReadOnlySpan<byte> point, string name)
    {
        if (!algorithm.HasData || !algorithm.PeekTag().HasSameClassAndValue(Asn1Tag.ObjectIdentifier))
            throw KeyFailure.Unsupported(name, "an EC key whose curve is given by parameters, not by name");
        string curve = algorithm.ReadObjectIdentifier();
        if (curve != ObjectIdentifiers.P256)
            throw KeyFailure.Unsupported(name, ObjectIdentifiers.NameOf(curve));
        algorithm.ThrowIfNotEmpty();
        if (point is [2 or 3, ..])
            throw KeyFailure.Unsupported(name, "an EC key with a compressed point");
        if (point.Length != 1 + (2 * CoordinateSize) || point[0] != 4)
            throw KeyFailure.Damaged(name, "its point has not the 65 bytes of P-256");
        return VerificationKey.FromP256(point.Slice(1, CoordinateSize), point.Slice(1 + CoordinateSize, CoordinateSize), name);
    }

    /// <summary>Only the key counts: trust comes from the file being in the project, not from a chain of issuers or a date.</summary>
    private static VerificationKey ReadCertificate(AsnReader reader, string name)
    {
        AsnReader body = reader.ReadSequence().ReadSequence();
        if (body.PeekTag().TagClass == TagClass.ContextSpecific)
            body.ReadEncodedValue(); // version
        for (int i = 0; i < 5; i++)
            body.ReadEncodedValue(); // serial number, signature algorithm, issuer, validity, subject
        return ReadInfo(body, name);
    }

    private static ReadOnlySpan<byte> Unsigned(ReadOnlySpan<byte> integer, string name) =>
        (integer[0] & 0x80) != 0
            ? throw KeyFailure.Damaged(name, "one of its numbers is negative")
            : integer.TrimStart((byte)0);

    private static Fota.Errors.FotaException PublicNeeded(string name) => new(
        SigningErrors.PublicKeyNeeded,
        $"{name} is a private key; a public key is needed here.",
        "Give the public half (`fota keygen` writes it as update.pub; `openssl pkey -in FILE -pubout` extracts it) "
            + "and keep the private key away from where it is not needed.")
    { File = name };
}
