using Fota.Errors;

namespace Fota.Signing;

/// <summary>What can go wrong with keys and signatures; docs/errors.md has a section for each.</summary>
public static class SigningErrors
{
    /// <summary>The key file does not exist or cannot be read.</summary>
    public static readonly ErrorCode KeyUnreadable = new("FOTA2001", ErrorCategory.Environment, "The key file cannot be read");

    /// <summary>The file holds something else than a key.</summary>
    public static readonly ErrorCode NotAKey = new("FOTA2002", ErrorCategory.Damaged, "The file is not a key");

    /// <summary>The file starts as a key, but is truncated or contradicts itself.</summary>
    public static readonly ErrorCode KeyDamaged = new("FOTA2003", ErrorCategory.Damaged, "The key is damaged");

    /// <summary>A public key was given where a private key is needed.</summary>
    public static readonly ErrorCode PrivateKeyNeeded = new("FOTA2004", ErrorCategory.Usage, "A private key is needed");

    /// <summary>A private key was given where a public key is needed.</summary>
    public static readonly ErrorCode PublicKeyNeeded = new("FOTA2005", ErrorCategory.Usage, "A public key is needed");

    /// <summary>The private key is encrypted and no password was given.</summary>
    public static readonly ErrorCode PasswordMissing = new("FOTA2006", ErrorCategory.Usage, "The private key is encrypted");

    /// <summary>The password does not open the private key.</summary>
    public static readonly ErrorCode PasswordWrong = new("FOTA2007", ErrorCategory.Usage, "The password does not open the private key");

    /// <summary>The environment variable or file that should hold the password or PIN is not there, empty or too long.</summary>
    public static readonly ErrorCode PasswordUnavailable =
        new("FOTA2008", ErrorCategory.Environment, "The password or PIN is not where it was said to be");

    /// <summary>The key is of a kind that the formats do not know.</summary>
    public static readonly ErrorCode KeyUnsupported = new("FOTA2009", ErrorCategory.Usage, "The kind of key is not supported");

    /// <summary>The key cannot make or check signatures of the algorithm asked for.</summary>
    public static readonly ErrorCode AlgorithmMismatch =
        new("FOTA2010", ErrorCategory.Usage, "The key does not fit the signature algorithm");

    /// <summary>The RSA modulus is too short to be secure, or too long for the update format.</summary>
    public static readonly ErrorCode KeySizeRefused = new("FOTA2011", ErrorCategory.Refused, "The RSA key has a size that is not allowed");

    /// <summary>The RSA exponent or modulus makes signatures forgeable.</summary>
    public static readonly ErrorCode KeyWeak = new("FOTA2012", ErrorCategory.Refused, "The RSA key is weak");

    /// <summary>A warning: others than its owner can read the private key.</summary>
    public static readonly ErrorCode KeyExposed = new("FOTA2013", ErrorCategory.Refused, "The private key can be read by others");

    /// <summary>A key file would be overwritten.</summary>
    public static readonly ErrorCode KeyExists = new("FOTA2014", ErrorCategory.Refused, "Key files are never overwritten");

    /// <summary>The key files cannot be written.</summary>
    public static readonly ErrorCode KeyUnwritable = new("FOTA2015", ErrorCategory.Environment, "The key files cannot be written");

    /// <summary>The list of public keys is empty or names a key twice.</summary>
    public static readonly ErrorCode KeyListInvalid = new("FOTA2016", ErrorCategory.Usage, "The list of public keys cannot be used");

    /// <summary>What the signer made is not a signature of the digest by the expected key.</summary>
    public static readonly ErrorCode SignatureUnusable = new("FOTA2017", ErrorCategory.Refused, "The signature made does not verify");

    /// <summary>A signature does not verify.</summary>
    public static readonly ErrorCode SignatureInvalid = new("FOTA2018", ErrorCategory.Refused, "The signature is not valid");

    /// <summary>The signing request cannot be read.</summary>
    public static readonly ErrorCode RequestUnreadable = new("FOTA2019", ErrorCategory.Environment, "The signing request cannot be read");

    /// <summary>The signing request is no valid JSON of its schema.</summary>
    public static readonly ErrorCode RequestInvalid = new("FOTA2020", ErrorCategory.Damaged, "The signing request is damaged");

    /// <summary>The signing request has a newer version of the format.</summary>
    public static readonly ErrorCode RequestTooNew = new("FOTA2021", ErrorCategory.Usage, "The signing request is too new");

    /// <summary>Key, algorithm or signatures are not those that the signing request asks for.</summary>
    public static readonly ErrorCode RequestMismatch = new("FOTA2023", ErrorCategory.Usage, "The signing request asks for something else");

    /// <summary>The signing command cannot be understood.</summary>
    public static readonly ErrorCode CommandInvalid = new("FOTA2024", ErrorCategory.Usage, "The signing command cannot be understood");

    /// <summary>The signing command cannot be started.</summary>
    public static readonly ErrorCode CommandNotFound = new("FOTA2025", ErrorCategory.Environment, "The signing command cannot be started");

    /// <summary>The signing command ended with a failure.</summary>
    public static readonly ErrorCode CommandFailed = new("FOTA2026", ErrorCategory.Environment, "The signing command failed");

    /// <summary>The signing command took longer than allowed.</summary>
    public static readonly ErrorCode CommandTimeout = new("FOTA2027", ErrorCategory.Environment, "The signing command took too long");

    /// <summary>The signing command wrote nothing, or more than a signature can be.</summary>
    public static readonly ErrorCode CommandOutput = new("FOTA2028", ErrorCategory.Refused, "The signing command returned no signature");

    /// <summary>The PKCS#11 URI does not follow RFC 7512, or lacks what is needed to find a key.</summary>
    public static readonly ErrorCode TokenUriInvalid = new("FOTA2029", ErrorCategory.Usage, "The PKCS#11 URI cannot be used");

    /// <summary>The PKCS#11 URI holds a PIN, which would end up in logs.</summary>
    public static readonly ErrorCode PinInUri = new("FOTA2030", ErrorCategory.Usage, "The PKCS#11 URI must not hold a PIN");

    /// <summary>The PKCS#11 module cannot be loaded.</summary>
    public static readonly ErrorCode TokenModule = new("FOTA2031", ErrorCategory.Environment, "The PKCS#11 module cannot be loaded");

    /// <summary>No token, or several, fit the PKCS#11 URI.</summary>
    public static readonly ErrorCode TokenNotFound = new("FOTA2032", ErrorCategory.Environment, "The token is not there");

    /// <summary>No private key, or several, on the token fit the PKCS#11 URI.</summary>
    public static readonly ErrorCode TokenKeyNotFound = new("FOTA2033", ErrorCategory.Environment, "The key is not on the token");

    /// <summary>The token wants a PIN and got none, or refuses the one it got.</summary>
    public static readonly ErrorCode PinRefused = new("FOTA2034", ErrorCategory.Usage, "The PIN of the token is missing or refused");

    /// <summary>The token reports a failure.</summary>
    public static readonly ErrorCode TokenFailed = new("FOTA2035", ErrorCategory.Environment, "The token failed");

    /// <summary>A PEM file holds more than one key of a kind, and which is meant nobody can know.</summary>
    public static readonly ErrorCode KeyAmbiguous = new("FOTA2036", ErrorCategory.Usage, "The file holds several keys");

    /// <summary>A warning: the private key is encrypted with single DES.</summary>
    public static readonly ErrorCode KeyEncryptionBroken = new("FOTA2037", ErrorCategory.Refused, "The private key is encrypted with DES");

    /// <summary>A warning: the RSA exponent is 3 or another of a single byte.</summary>
    public static readonly ErrorCode KeyExponentSmall = new("FOTA2038", ErrorCategory.Refused, "The RSA key has a small exponent");
}
