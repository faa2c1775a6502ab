using System.Formats.Asn1;
using System.Security.Cryptography;
using Fota.Errors;

namespace Fota.Signing;

/// <summary>The content of a key file, PEM or DER, before its fields are looked at. Disposing clears it.</summary>
internal sealed class KeyFile : IDisposable
{
    /// <summary>The largest file that is read; a certificate with a long chain stays well below.</summary>
    internal const int MaxBytes = 64 * 1024;

    private readonly byte[] _content;

    private KeyFile(string name, KeyForm form, byte[] content)
    {
        Name = name;
        Form = form;
        _content = content;
    }

    /// <summary>The file's name for messages.</summary>
    internal string Name { get; }

    /// <summary>The encoding found.</summary>
    internal KeyForm Form { get; }

    /// <summary>The DER value, or the PEM text in ASCII for <see cref="KeyForm.EncryptedLegacyPem"/>.</summary>
    internal ReadOnlyMemory<byte> Content => _content;

    /// <summary>The file's permissions when it was read; null on Windows and for content that came from no file.</summary>
    internal UnixFileMode? Mode { get; private set; }

    /// <summary>Whether the key is encrypted with DES of 56 bits, as only the old form of OpenSSL can be.</summary>
    internal bool IsEncryptedWithDes => Form == KeyForm.EncryptedLegacyPem && _content.AsSpan().IndexOf("DEK-Info: DES-CBC,"u8) >= 0;

    public void Dispose() => CryptographicOperations.ZeroMemory(_content);

    /// <summary>Reads a key file.</summary>
    /// <exception cref="FotaException">The file cannot be read, is too large, or holds no key.</exception>
    internal static KeyFile Read(string path)
    {
        byte[] bytes = [];
        try
        {
            bytes = BoundedFile.Read(path, MaxBytes, out UnixFileMode? mode);
            KeyFile file = Parse(bytes, path);
            file.Mode = mode;
            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FotaException(
                SigningErrors.KeyUnreadable,
                $"The key file {path} cannot be read: {e.Message}",
                "Check the path and its permissions; `fota keygen` creates a key pair.",
                e)
            { File = path };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Finds the key in the content of a file.</summary>
    internal static KeyFile Parse(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.IsEmpty)
            throw KeyFailure.NotAKey(name, "it is empty");
        if (bytes.Length > MaxBytes)
            throw KeyFailure.NotAKey(name, $"it has more than the {MaxBytes:N0} bytes of the largest key file");
        return bytes[0] == 0x30 ? ParseDer(bytes.ToArray(), name) : ParsePem(bytes, name);
    }

    private static KeyFile ParseDer(byte[] der, string name)
    {
        try
        {
            AsnDecoder.ReadEncodedValue(der, AsnEncodingRules.DER, out _, out _, out int length);
            if (length != der.Length)
                throw KeyFailure.Damaged(name, $"{der.Length - length} bytes follow its end");
            return DerForm.Recognize(der) is { } form
                ? new KeyFile(name, form, der)
                : throw KeyFailure.NotAKey(name, "it is DER, but none of the known encodings of a key");
        }
        catch (AsnContentException e)
        {
            throw KeyFailure.Damaged(name, "its DER encoding is truncated or malformed", e);
        }
    }

    private static KeyFile ParsePem(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.IndexOf("-----BEGIN "u8) < 0)
            throw KeyFailure.NotAKey(name, "it is neither PEM nor DER");
        RefuseSeveral(bytes, name);
        if (bytes.IndexOf("Proc-Type: 4,ENCRYPTED"u8) >= 0)
            return new KeyFile(name, KeyForm.EncryptedLegacyPem, bytes.ToArray());

        // Blocks that only accompany a key are passed over, such as the curve parameters that OpenSSL puts before an EC key.
        string other = "";
        for (ReadOnlySpan<byte> text = bytes; PemBlock.TryFind(text, out PemBlock block); text = block.Rest)
        {
            if (FormOf(block.Label) is { } form)
                return new KeyFile(name, form, block.Decode() ?? throw KeyFailure.Damaged(name, "its base64 text is malformed"));
            other = block.Label;
        }

        throw other.Length > 0
            ? KeyFailure.NotAKey(name, $"it is PEM with the label {other}")
            : KeyFailure.Damaged(name, "its PEM text is truncated or malformed");
    }

    // A public key beside its private one is common, and so is a chain of certificates, whose first is meant.
    private static void RefuseSeveral(ReadOnlySpan<byte> bytes, string name)
    {
        int privateKeys = 0, publicKeys = 0;
        for (ReadOnlySpan<byte> text = bytes; PemBlock.TryFind(text, out PemBlock block); text = block.Rest)
        {
            if (block.Label.EndsWith("PRIVATE KEY", StringComparison.Ordinal))
                privateKeys++;
            else if (block.Label.EndsWith("PUBLIC KEY", StringComparison.Ordinal))
                publicKeys++;
        }

        if (privateKeys > 1 || publicKeys > 1)
        {
            throw new FotaException(
                SigningErrors.KeyAmbiguous,
                $"{name} holds {(privateKeys > 1 ? $"{privateKeys} private" : $"{publicKeys} public")} keys, and which is meant is not said.",
                "Keep each key in a file of its own, and name all that shall count.")
            { File = name };
        }
    }

    private static KeyForm? FormOf(string label) => label switch
    {
        "PUBLIC KEY" => KeyForm.SubjectPublicKeyInfo,
        "RSA PUBLIC KEY" => KeyForm.Pkcs1Public,
        "CERTIFICATE" => KeyForm.Certificate,
        "PRIVATE KEY" => KeyForm.Pkcs8,
        "ENCRYPTED PRIVATE KEY" => KeyForm.EncryptedPkcs8,
        "RSA PRIVATE KEY" => KeyForm.Pkcs1Private,
        "EC PRIVATE KEY" => KeyForm.Sec1Private,
        _ => null,
    };
}
