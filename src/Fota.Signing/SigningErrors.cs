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
    public static readonly ErrorCode AlgorithmMismatch = new("FOTA2010", ErrorCategory.Usage, "The key does not fit the signature algorithm");

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

    /// <summary>The file to be signed or verified cannot be read.</summary>
    public static readonly ErrorCode ImageUnreadable = new("FOTA2019", ErrorCategory.Environment, "The file to sign cannot be read");
}
