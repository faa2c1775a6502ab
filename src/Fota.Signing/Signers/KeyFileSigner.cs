using Fota.Errors;

namespace Fota.Signing;

/// <summary>Signs with a private key held in this process, read from a file.</summary>
public sealed class KeyFileSigner : ISigner, IDisposable
{
    private readonly SigningKey _key;

    /// <summary>Creates a signer that owns the key.</summary>
    /// <param name="key">The private key; disposed with the signer.</param>
    /// <param name="algorithm">The algorithm; the key's default if null.</param>
    /// <exception cref="Fota.Errors.FotaException">The key does not fit the algorithm.</exception>
    public KeyFileSigner(SigningKey key, SignatureAlgorithm? algorithm = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        _key = key;
        Algorithm = algorithm ?? SignatureAlgorithms.Default(key.PublicKey.Kind);
        SignatureGuard.RequireFit(key.PublicKey, Algorithm);
    }

    /// <inheritdoc/>
    public SignatureAlgorithm Algorithm { get; }

    /// <inheritdoc/>
    public VerificationKey PublicKey => _key.PublicKey;

    /// <summary>What was found about the key's file.</summary>
    public IReadOnlyList<Diagnostic> Warnings => _key.Warnings;

    /// <summary>Reads a private key and makes a signer of it.</summary>
    /// <param name="path">The key file.</param>
    /// <param name="password">Where the password is, if the key is encrypted.</param>
    /// <param name="algorithm">The algorithm; the key's default if null.</param>
    /// <exception cref="Fota.Errors.FotaException">The key cannot be read or does not fit the algorithm.</exception>
    public static KeyFileSigner Load(string path, KeyPassword? password = null, SignatureAlgorithm? algorithm = null)
    {
        SigningKey key = SigningKey.Load(path, password);
        try
        {
            return new KeyFileSigner(key, algorithm);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public byte[] SignDigest(ReadOnlySpan<byte> sha256, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        SignatureGuard.RequireDigest(sha256);
        return SignatureGuard.RequireValid(PublicKey, Algorithm, sha256, _key.Sign(Algorithm, sha256), "the private key");
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}
