using Fota.Errors;

namespace Fota.Signing;

/// <summary>
/// What a build leaves to be signed elsewhere, <c>update.tbs.json</c>: the digests, and which key and algorithm are meant. The other
/// machine needs this file alone to sign, and the package's folder to attach the signatures.
/// </summary>
/// <param name="Product">The product, for the person who signs. What counts is the digests.</param>
/// <param name="Version">The version, likewise.</param>
/// <param name="Algorithm">The algorithm of all signatures.</param>
/// <param name="KeyId">The id of the public key that the signatures must verify with, see <see cref="VerificationKey.KeyId"/>.</param>
/// <param name="Entries">The files to sign.</param>
public sealed record SigningRequest(string Product, string Version, SignatureAlgorithm Algorithm, string KeyId, IReadOnlyList<SigningRequestEntry> Entries)
{
    /// <summary>The name of the file in the package's folder.</summary>
    public const string FileName = "update.tbs.json";

    /// <summary>The version of the format written, and the newest that is read.</summary>
    public const int SchemaVersion = 1;

    /// <summary>Reads a request, strictly.</summary>
    /// <exception cref="FotaException">The file cannot be read, is damaged or of a newer version.</exception>
    public static SigningRequest Read(string path) => SigningRequestJson.Read(path);

    /// <summary>Reads a request from JSON in UTF-8.</summary>
    /// <param name="json">The content of the file.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="FotaException">The content is damaged or of a newer version.</exception>
    public static SigningRequest Parse(ReadOnlyMemory<byte> json, string name) => SigningRequestJson.Parse(json, name);

    /// <summary>The request as JSON in UTF-8 with LF line ends; the same request gives the same bytes.</summary>
    public byte[] ToJson() => SigningRequestJson.Write(this);

    /// <summary>Signs every entry. Only the digests are needed, not the files.</summary>
    /// <param name="signer">The signer; it must have the key and algorithm that the request asks for.</param>
    /// <param name="cancellationToken">Ends a signer that waits.</param>
    /// <returns>The signatures by the names of their files.</returns>
    /// <exception cref="FotaException">The signer has another key or algorithm, or cannot sign.</exception>
    public IReadOnlyDictionary<string, byte[]> Sign(ISigner signer, CancellationToken cancellationToken = default)
    {
        RequireSigner(signer);
        IReadOnlyList<byte[]> signatures = signer.SignDigests([.. Entries.Select(entry => Convert.FromHexString(entry.Sha256))], cancellationToken);
        return Entries.Zip(signatures).ToDictionary(pair => pair.First.SignatureFile, pair => pair.Second, StringComparer.Ordinal);
    }

    /// <summary>Checks that a signer has the key and the algorithm that the request asks for.</summary>
    /// <exception cref="FotaException">It has another one.</exception>
    public void RequireSigner(ISigner signer)
    {
        ArgumentNullException.ThrowIfNull(signer);
        RequireKey(signer.PublicKey);
        if (signer.Algorithm != Algorithm)
            throw Mismatch($"The request asks for {Algorithm.Name()}, but the signer makes {signer.Algorithm.Name()}.");
    }

    /// <summary>Checks signatures that were made elsewhere, before they are attached.</summary>
    /// <param name="key">The public key.</param>
    /// <param name="signatures">The signatures by the names of their files; exactly those of the request.</param>
    /// <exception cref="FotaException">One is missing, superfluous or does not verify, or the key is not the one asked for.</exception>
    public void RequireSignatures(VerificationKey key, IReadOnlyDictionary<string, byte[]> signatures)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(signatures);
        RequireKey(key);
        foreach (string file in signatures.Keys)
        {
            if (!Entries.Any(entry => entry.SignatureFile == file))
                throw Mismatch($"The request asks for no signature {file}.");
        }

        foreach (SigningRequestEntry entry in Entries)
        {
            if (!signatures.TryGetValue(entry.SignatureFile, out byte[]? signature))
                throw Mismatch($"The signature {entry.SignatureFile} of {entry.File} is missing.");
            if (!key.Verify(Algorithm, Convert.FromHexString(entry.Sha256), signature))
            {
                throw new FotaException(
                    SigningErrors.SignatureInvalid,
                    $"{entry.SignatureFile} ({signature.Length} bytes) is no {Algorithm.Name()} signature of {entry.File} by the {key}.",
                    "Sign the digests of this very request, with the private key that belongs to the public key.")
                {
                    File = entry.SignatureFile,
                };
            }
        }
    }

    private void RequireKey(VerificationKey key)
    {
        SignatureGuard.RequireFit(key, Algorithm);
        if (key.KeyId != KeyId)
            throw Mismatch($"The request asks for a signature by the key {KeyId}, but this is the {key}.");
    }

    private static FotaException Mismatch(string what) => new(
        SigningErrors.RequestMismatch,
        what,
        "Give the key and algorithm that the build was configured for, and all signatures of the request.");
}
