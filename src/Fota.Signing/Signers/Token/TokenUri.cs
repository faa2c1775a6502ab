using Fota.Errors;
using Net.Pkcs11Interop.Common;

namespace Fota.Signing;

/// <summary>Reads PKCS#11 URIs (RFC 7512) and refuses what must not be in them.</summary>
internal static class TokenUri
{
    private const string FileScheme = "file:";

    /// <summary>Parses a URI.</summary>
    /// <exception cref="FotaException">It does not follow the RFC, holds a PIN, or does not say enough to find a key.</exception>
    internal static Pkcs11Uri Parse(string text)
    {
        // Looked for before anything else: a message about another mistake would show the PIN.
        if (text.Contains("pin-value", StringComparison.OrdinalIgnoreCase))
        {
            throw new FotaException(
                SigningErrors.PinInUri,
                "The PKCS#11 URI has a pin-value; it would be in every log of the build.",
                "Take it out, change the PIN, and name an environment variable or a file that holds it.");
        }

        Pkcs11Uri uri = ParseStrictly(text);
        if (uri.UnknownPathAttributes is { Count: > 0 } path)
            throw Invalid($"its attribute {path.First().Key} is unknown");
        if (uri.UnknownQueryAttributes is { Count: > 0 } query)
            throw Invalid($"its attribute {query.First().Key} is unknown");
        if (uri.Type is not (null or CKO.CKO_PRIVATE_KEY))
            throw Invalid("its type is not 'private'");
        if (uri.Object is null && uri.Id is null)
            throw Invalid("it names no key by 'object' or 'id'");
        return uri;
    }

    /// <summary>Where the URI says the PIN is, if it does.</summary>
    internal static KeyPassword? PinSource(Pkcs11Uri uri)
    {
        string? source = uri.PinSource;
        if (source is null)
            return null;
        if (source.StartsWith('|'))
            throw Invalid("its pin-source is a command, which is not run");
        string path = source.StartsWith(FileScheme, StringComparison.OrdinalIgnoreCase) ? source[FileScheme.Length..] : source;
        if (path.StartsWith("//", StringComparison.Ordinal))
            path = path[2..];
        return Path.IsPathFullyQualified(path) ? KeyPassword.FromFile(path) : throw Invalid("its pin-source is no absolute path");
    }

    internal static FotaException Invalid(string why) => new(
        SigningErrors.TokenUriInvalid,
        $"The PKCS#11 URI cannot be used: {why}.",
        "Write it as pkcs11:token=TOKEN;object=KEY?module-path=MODULE (RFC 7512); `p11tool --list-privkeys` prints URIs.");

    private static Pkcs11Uri ParseStrictly(string text)
    {
        try
        {
            return new Pkcs11Uri(text, checkLengths: true);
        }
        catch (Pkcs11UriException)
        {
            // The library's message may quote a value that is a mistyped PIN.
            throw Invalid("it does not follow RFC 7512");
        }
    }
}
