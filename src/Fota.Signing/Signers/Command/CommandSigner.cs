using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Fota.Errors;

namespace Fota.Signing;

/// <summary>
/// Signs with an external program: a cloud key store's client, a signing server's, a script around an HSM. The program gets a request
/// as one line of JSON on standard input, and its main values in environment variables, and writes the signature to standard output,
/// raw or in base64; an ECDSA signature in DER or as r and s side by side.
/// </summary>
public sealed class CommandSigner : ISigner
{
    /// <summary>How long a command may take if nothing else is said.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(2);

    private readonly SigningCommand _command;
    private readonly CommandRun _run;

    /// <summary>Creates the signer; the command runs once for each signature.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="publicKey">The key that the signatures are verified with.</param>
    /// <param name="workingDirectory">An absolute path; a program given by a relative path is looked up from here.</param>
    /// <param name="algorithm">The algorithm; the key's default if null.</param>
    /// <param name="timeout">The time for one signature; <see cref="DefaultTimeout"/> if null.</param>
    /// <exception cref="FotaException">The key does not fit the algorithm.</exception>
    public CommandSigner(
        SigningCommand command,
        VerificationKey publicKey,
        string workingDirectory,
        SignatureAlgorithm? algorithm = null,
        TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(publicKey);
        _command = command;
        PublicKey = publicKey;
        Algorithm = algorithm ?? SignatureAlgorithms.Default(publicKey.Kind);
        SignatureGuard.RequireFit(publicKey, Algorithm);
        _run = new CommandRun(command, workingDirectory, timeout ?? DefaultTimeout);
    }

    /// <inheritdoc/>
    public SignatureAlgorithm Algorithm { get; }

    /// <inheritdoc/>
    public VerificationKey PublicKey { get; }

    /// <inheritdoc/>
    public byte[] SignDigest(ReadOnlySpan<byte> sha256, CancellationToken cancellationToken = default)
    {
        SignatureGuard.RequireDigest(sha256);
        byte[] digest = sha256.ToArray();
        // Off the caller's context, should there be one, since the interface is synchronous.
        byte[] output = Task.Run(() => _run.ExecuteAsync(Request(digest), Variables(digest), cancellationToken), cancellationToken)
            .GetAwaiter().GetResult();
        return SignatureIn(output, digest);
    }

    private byte[] Request(byte[] digest)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("schema", 1);
            json.WriteString("algorithm", Algorithm.Name());
            json.WriteString("digestAlgorithm", "sha256");
            json.WriteString("digest", Hex(digest));
            json.WriteString("keyId", PublicKey.KeyId);
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    /// <summary>For scripts that have no JSON reader at hand.</summary>
    private Dictionary<string, string> Variables(byte[] digest) => new()
    {
        ["FOTA_SIGN_ALGORITHM"] = Algorithm.Name(),
        ["FOTA_SIGN_DIGEST"] = Hex(digest),
        ["FOTA_SIGN_KEY_ID"] = PublicKey.KeyId,
    };

    /// <summary>Which encoding was meant needs no guess: it is the one whose result verifies.</summary>
    private byte[] SignatureIn(byte[] output, byte[] digest)
    {
        if (output.Length == 0)
        {
            throw new FotaException(
                SigningErrors.CommandOutput,
                $"The signing command {_command.Program} succeeded but wrote nothing to standard output.",
                "Let it write the signature, raw or in base64, to standard output.");
        }

        byte[] decoded = FromBase64(output) ?? output;
        foreach (byte[] candidate in (byte[][])[output, decoded, AsDer(output), AsDer(decoded)])
        {
            if (PublicKey.Verify(Algorithm, digest, candidate))
                return candidate;
        }

        return SignatureGuard.RequireValid(PublicKey, Algorithm, digest, decoded, $"the signing command {_command.Program}");
    }

    private byte[] AsDer(byte[] signature) =>
        PublicKey.Kind == KeyKind.EcP256 && signature.Length == EcdsaSignature.ConcatenatedSize
            ? EcdsaSignature.ToDer(signature)
            : signature;

    private static byte[]? FromBase64(byte[] output)
    {
        byte[] decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(output.Length)];
        return Convert.TryFromBase64String(Encoding.Latin1.GetString(output), decoded, out int length) ? decoded[..length] : null;
    }

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes).ToLowerInvariant();
}
