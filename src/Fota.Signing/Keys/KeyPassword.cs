using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Fota.Errors;

namespace Fota.Signing;

/// <summary>
/// Where the password of a private key, or the PIN of a token, is to be had. The secret itself is read only at the moment it is
/// needed, and the memory that held it is cleared after use.
/// </summary>
public sealed class KeyPassword
{
    /// <summary>The longest secret accepted, in bytes of UTF-8.</summary>
    public const int MaxBytes = 1024;

    private readonly string _place;
    private readonly Func<char[]> _read;

    private KeyPassword(string place, Func<char[]> read)
    {
        _place = place;
        _read = read;
    }

    /// <summary>The password is the value of an environment variable.</summary>
    /// <param name="name">The variable's name.</param>
    /// <param name="lookup">Reads a variable; from the process by default. Multithreaded builds have one environment a project.</param>
    public static KeyPassword FromEnvironment(string name, Func<string, string?>? lookup = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        lookup ??= Environment.GetEnvironmentVariable;
        // The name stays untold: people give the password itself by mistake.
        return new KeyPassword("the environment variable that was named for it", () => lookup(name)?.ToCharArray() ?? []);
    }

    /// <summary>
    /// The password is the first line of a text file in UTF-8, without its line end, as with <c>openssl -passin file:</c>.
    /// </summary>
    /// <param name="path">The file's path.</param>
    public static KeyPassword FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new KeyPassword($"file {path}", () => FirstLine(path));
    }

    /// <summary>The password is asked for, by a prompt for example.</summary>
    /// <param name="read">Gives the secret in an array that is cleared after use.</param>
    public static KeyPassword FromPrompt(Func<char[]> read) => new("the prompt", read);

    /// <summary>Says where the secret is, never what it is.</summary>
    public override string ToString() => _place;

    /// <summary>Lends the secret to an action and clears it afterwards.</summary>
    /// <param name="action">Gets the secret, and keeps none of the array.</param>
    /// <exception cref="FotaException">There is none, or it is too long.</exception>
    public T Use<T>(Func<char[], T> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        char[] secret = _read();
        try
        {
            if (secret.Length == 0)
                throw Unavailable("is not set or empty");
            if (secret.Length > MaxBytes)
                throw Unavailable($"holds more than {MaxBytes} bytes");
            return action(secret);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(secret.AsSpan()));
        }
    }

    private static char[] FirstLine(string path)
    {
        byte[] content = [];
        try
        {
            content = BoundedFile.Read(path, MaxBytes + 2, out _);
            ReadOnlySpan<byte> line = content;
            int end = line.IndexOf((byte)'\n');
            if (end >= 0)
                line = line[..end];
            if (line.EndsWith("\r"u8))
                line = line[..^1];
            char[] secret = new char[Encoding.UTF8.GetCharCount(line)];
            Encoding.UTF8.GetChars(line, secret);
            return secret;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FotaException(
                SigningErrors.PasswordUnavailable,
                $"The password file {path} cannot be read: {e.Message}",
                "Check the path and its permissions.",
                e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    private FotaException Unavailable(string what) => new(
        SigningErrors.PasswordUnavailable,
        $"The password should come from {_place}, which {what}.",
        "Set it before the build, for example from the secret store of the CI system.");
}
