using System.Globalization;
using System.Text;
using Fota.Errors;

namespace Fota.Signing;

/// <summary>
/// Writes <c>update_certs.h</c>: the public keys that a device accepts updates from, as macros. Macros alone, so that any number of C
/// and C++ files can include it without duplicate symbols or warnings about unused objects.
/// </summary>
public static class CertificateHeader
{
    private const int BytesPerLine = 12;

    /// <summary>Bytes of a key id in the header of an update.</summary>
    private const int HeaderKeyIdSize = 8;

    /// <summary>Generates the text of the header; the same keys give the same bytes, with LF line ends.</summary>
    /// <param name="keys">The keys, the current one first.</param>
    /// <exception cref="FotaException">The list is empty or names a key twice.</exception>
    public static string Generate(IReadOnlyList<VerificationKey> keys)
    {
        CheckList(keys);
        StringBuilder text = new();
        text.Append("/* Public keys that updates are verified with. Generated from the project's public keys; changes are lost. */\n");
        text.Append("#ifndef UPDATE_CERTS_H\n#define UPDATE_CERTS_H\n");
        for (int i = 0; i < keys.Count; i++)
            AppendKey(text, keys[i], i);

        text.Append('\n');
        Define(text, "UPDATE_CERT_COUNT", Invariant($"{keys.Count}"));
        AppendKind(text, keys, KeyKind.Rsa, "RSA", ("MODULUS", "MODULI", k => k.Modulus), ("EXPONENT", "EXPONENTS", k => k.Exponent));
        AppendRsaNumbers(text, [.. keys.Where(key => key.Kind == KeyKind.Rsa)]);
        AppendKind(text, keys, KeyKind.EcP256, "EC", ("EC_X", "EC_XS", k => k.X), ("EC_Y", "EC_YS", k => k.Y));
        return text.Append("\n#endif\n").ToString();
    }

    /// <summary>One key by its index in the list.</summary>
    private static void AppendKey(StringBuilder text, VerificationKey key, int index)
    {
        string kind = key.Kind == KeyKind.Rsa ? Invariant($"RSA, {key.Bits} bits") : "EC, P-256";
        text.Append(CultureInfo.InvariantCulture, $"\n/* {index}: {kind} */\n");
        if (key.Kind == KeyKind.Rsa)
        {
            Define(text, Invariant($"UPDATE_CERT_MODULUS_{index}"), HexString(key.Modulus));
            Define(text, Invariant($"UPDATE_CERT_EXPONENT_{index}"), HexString(key.Exponent));
        }
        else
        {
            Define(text, Invariant($"UPDATE_CERT_EC_X_{index}"), HexString(key.X));
            Define(text, Invariant($"UPDATE_CERT_EC_Y_{index}"), HexString(key.Y));
        }

        Define(text, Invariant($"UPDATE_CERT_KEY_ID_{index}"), $"\"{key.KeyId}\"");
        Define(text, Invariant($"UPDATE_CERT_KEY_ID_BYTES_{index}"), Initializer(key.KeyIdBytes));
        Define(text, Invariant($"UPDATE_CERT_SPKI_SIZE_{index}"), Invariant($"{key.SubjectPublicKeyInfo.Length}"));
        Define(text, Invariant($"UPDATE_CERT_SPKI_{index}"), Initializer(key.SubjectPublicKeyInfo));
    }

    /// <summary>The keys of one kind: how many, the first one under a short name, and initializers over all of them; the ids as headers of updates have them.</summary>
    private static void AppendKind(
        StringBuilder text,
        IReadOnlyList<VerificationKey> keys,
        KeyKind kind,
        string kindName,
        params (string One, string All, Func<VerificationKey, ReadOnlyMemory<byte>> Number)[] numbers)
    {
        int[] indexes = [.. Enumerable.Range(0, keys.Count).Where(i => keys[i].Kind == kind)];
        Define(text, $"UPDATE_CERT_{kindName}_COUNT", Invariant($"{indexes.Length}"));
        if (indexes.Length == 0)
            return;
        foreach ((string one, string all, Func<VerificationKey, ReadOnlyMemory<byte>> number) in numbers)
        {
            Define(text, $"UPDATE_CERT_{one}", HexString(number(keys[indexes[0]])));
            Define(text, $"UPDATE_CERT_{all}", $"{{ {string.Join(", ", indexes.Select(i => Invariant($"UPDATE_CERT_{one}_{i}")))} }}");
        }

        IEnumerable<string> ids = indexes.Select(i => $"{{ {Bytes(keys[i].KeyIdBytes.Span[..HeaderKeyIdSize])} }}");
        Define(text, $"UPDATE_CERT_{kindName}_KEY_IDS", $"{{ {string.Join(", ", ids)} }}");
    }

    /// <summary>The numbers as bytes, half as large in flash as their digits: each a string, which may have zeros, and its size.</summary>
    private static void AppendRsaNumbers(StringBuilder text, IReadOnlyList<VerificationKey> keys)
    {
        if (keys.Count > 0)
            Define(text, "UPDATE_CERT_RSA_NUMBERS", $"{{ {string.Join(", ", keys.Select(key => $"{{ {BinaryString(key.Modulus)}, {BinaryString(key.Exponent)} }}"))} }}");
    }

    private static void Define(StringBuilder text, string name, string value) =>
        text.Append("#define ").Append(name).Append(' ').Append(value).Append('\n');

    private static string HexString(ReadOnlyMemory<byte> number) => $"\"{Convert.ToHexString(number.Span)}\"";

    private static string BinaryString(ReadOnlyMemory<byte> number)
    {
        StringBuilder text = new("\"");
        foreach (byte value in number.Span)
            text.Append(CultureInfo.InvariantCulture, $"\\x{value:X2}");
        return text.Append(CultureInfo.InvariantCulture, $"\", {number.Length}").ToString();
    }

    private static string Initializer(ReadOnlyMemory<byte> bytes)
    {
        StringBuilder text = new("{");
        for (int i = 0; i < bytes.Length; i++)
        {
            text.Append(i % BytesPerLine == 0 ? " \\\n   " : "");
            text.Append(CultureInfo.InvariantCulture, $" 0x{bytes.Span[i]:X2}{(i + 1 < bytes.Length ? "," : "")}");
        }

        return text.Append(" }").ToString();
    }

    private static string Bytes(ReadOnlySpan<byte> bytes)
    {
        StringBuilder text = new();
        foreach (byte value in bytes)
            text.Append(text.Length == 0 ? "" : ", ").Append(CultureInfo.InvariantCulture, $"0x{value:X2}");
        return text.ToString();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void CheckList(IReadOnlyList<VerificationKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.Count == 0)
            throw Invalid("The list of public keys is empty, and a device without one accepts no update.");
        HashSet<string> seen = [];
        foreach (VerificationKey key in keys)
        {
            if (!seen.Add(key.KeyId))
                throw Invalid($"The list of public keys names the {key} twice.");
        }
    }

    private static FotaException Invalid(string what) => new(
        SigningErrors.KeyListInvalid, what, "Name each public key once, the current one first.");
}
