using Fota.Errors;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Fota.Signing;

/// <summary>
/// Signs with a key on a PKCS#11 token: a smart card, a USB token, a hardware security module. The private key never leaves it.
/// PKCS#1 signatures are as reproducible as with a key file; for PSS and ECDSA tokens use random numbers of their own.
/// </summary>
public sealed class Pkcs11Signer : ISigner
{
    private const string Scheme = "pkcs11:";

    /// <summary>The module is initialized for the process as a whole, and its last user finalizes it; so one uses it at a time.</summary>
    private static readonly object s_moduleInUse = new();

    private readonly Pkcs11Uri _uri;
    private readonly string _module;
    private readonly KeyPassword? _pin;

    /// <summary>Creates the signer; the token is not asked before the first signature.</summary>
    /// <param name="uri">The PKCS#11 URI of the private key (RFC 7512), without a PIN.</param>
    /// <param name="publicKey">The key that the signatures are verified with.</param>
    /// <param name="pin">Where the PIN is; if null, where the URI's pin-source says.</param>
    /// <param name="algorithm">The algorithm; the key's default if null.</param>
    /// <param name="modulePath">The token's driver, a shared library; if null, the module-path of the URI.</param>
    /// <exception cref="FotaException">The URI cannot be used, or the key does not fit the algorithm.</exception>
    public Pkcs11Signer(
        string uri,
        VerificationKey publicKey,
        KeyPassword? pin = null,
        SignatureAlgorithm? algorithm = null,
        string? modulePath = null)
    {
        ArgumentNullException.ThrowIfNull(uri);
        ArgumentNullException.ThrowIfNull(publicKey);
        _uri = TokenUri.Parse(uri);
        KeyPassword? named = TokenUri.PinSource(_uri);
        _pin = pin ?? named;
        _module = modulePath ?? _uri.ModulePath ?? throw TokenUri.Invalid("it has no module-path");
        PublicKey = publicKey;
        Algorithm = algorithm ?? SignatureAlgorithms.Default(publicKey.Kind);
        SignatureGuard.RequireFit(publicKey, Algorithm);
    }

    /// <inheritdoc/>
    public SignatureAlgorithm Algorithm { get; }

    /// <inheritdoc/>
    public VerificationKey PublicKey { get; }

    /// <summary>The start of the DER encoding of DigestInfo for SHA-256 (RFC 8017, 9.2, note 1); the digest follows.</summary>
    private static ReadOnlySpan<byte> DigestInfoPrefix =>
        [0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20];

    /// <summary>Whether a key reference is a PKCS#11 URI and no path.</summary>
    public static bool IsUri(string key) => key is not null && key.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public byte[] SignDigest(ReadOnlySpan<byte> sha256, CancellationToken cancellationToken = default) =>
        SignDigests([sha256.ToArray()], cancellationToken)[0];

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> SignDigests(IReadOnlyList<byte[]> sha256, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sha256);
        foreach (byte[] digest in sha256)
            SignatureGuard.RequireDigest(digest);
        // A token may wait for a finger or a card, and its functions know no cancellation: so the wait ends, not the call.
        byte[][] signatures = Task.Run(() => SignOnToken(sha256, cancellationToken), cancellationToken)
            .WaitAsync(cancellationToken).GetAwaiter().GetResult();
        for (int i = 0; i < signatures.Length; i++)
            SignatureGuard.RequireValid(PublicKey, Algorithm, sha256[i], signatures[i], "the token");
        return signatures;
    }

    private byte[][] SignOnToken(IReadOnlyList<byte[]> digests, CancellationToken cancellationToken)
    {
        lock (s_moduleInUse)
        {
            try
            {
                using TokenSession session = new(_uri, _module, _pin);
                byte[][] signatures = new byte[digests.Count][];
                for (int i = 0; i < signatures.Length; i++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    signatures[i] = Sign(session, digests[i]);
                }

                return signatures;
            }
            catch (Pkcs11Exception e)
            {
                throw new FotaException(
                    SigningErrors.TokenFailed,
                    $"The token failed: {e.Method} returned {e.RV}.",
                    $"Check that the key may sign and the token knows {Algorithm.Name()}; `pkcs11-tool --list-mechanisms` lists what it knows.",
                    e);
            }
        }
    }

    private byte[] Sign(TokenSession session, byte[] digest) => Algorithm switch
    {
        SignatureAlgorithm.RsaPkcs1Sha256 => session.Sign(
            _uri, KeyKind.Rsa, f => f.MechanismFactory.Create(CKM.CKM_RSA_PKCS), [.. DigestInfoPrefix, .. digest]),
        SignatureAlgorithm.RsaPssSha256 => session.Sign(_uri, KeyKind.Rsa, PssMechanism, digest),
        _ => AsDer(session.Sign(_uri, KeyKind.EcP256, f => f.MechanismFactory.Create(CKM.CKM_ECDSA), digest)),
    };

    /// <summary>A key on another curve gives another size, which does not verify.</summary>
    private static byte[] AsDer(byte[] signature) =>
        signature.Length == EcdsaSignature.ConcatenatedSize ? EcdsaSignature.ToDer(signature) : signature;

    private static IMechanism PssMechanism(Pkcs11InteropFactories factories) => factories.MechanismFactory.Create(
        CKM.CKM_RSA_PKCS_PSS,
        factories.MechanismParamsFactory.CreateCkRsaPkcsPssParams((ulong)CKM.CKM_SHA256, (ulong)CKG.CKG_MGF1_SHA256, len: 32));
}
