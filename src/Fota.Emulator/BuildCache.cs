using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CliWrap;
using CliWrap.Buffered;
using Fota.Errors;
using Fota.Files;

namespace Fota.Emulator;

/// <summary>Keeps what was compiled under the hash of everything that went in. Safe for several processes at once.</summary>
internal sealed class BuildCache(string folder)
{
    // Longer than a compiler takes on a machine that is busy with others.
    private static readonly TimeSpan s_lockTimeout = TimeSpan.FromMinutes(5);

    /// <summary>Returns the file for the inputs, and compiles it first when it is not there.</summary>
    /// <param name="name">A readable part of the file's name.</param>
    /// <param name="extension">Its extension.</param>
    /// <param name="compiler">The compiler; another version of it makes another file.</param>
    /// <param name="inputs">All files that are read.</param>
    /// <param name="arguments">The compiler's arguments, given the output's path.</param>
    /// <param name="cancellationToken">Ends the compiler.</param>
    public async Task<string> GetAsync(
        string name,
        string extension,
        string compiler,
        IReadOnlyList<string> inputs,
        Func<string, IReadOnlyList<string>> arguments,
        CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        string key = await HashAsync(compiler, inputs, arguments("OUTPUT"), cancellationToken);
        string result = Path.Combine(folder, $"{name}-{key}{extension}");
        if (File.Exists(result))
            return result;
        using FileLock held = FileLock.Acquire(result + ".lock", s_lockTimeout, cancellationToken);
        if (!File.Exists(result))
            await CompileAsync(compiler, arguments, result, cancellationToken);
        return result;
    }

    private static async Task<string> HashAsync(
        string compiler, IReadOnlyList<string> inputs, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        FileInfo info = new(compiler);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{compiler}\0{info.Length}\0{info.LastWriteTimeUtc.Ticks}\0{string.Join('\0', arguments)}")));
        foreach (string input in inputs)
        {
            byte[] content = await File.ReadAllBytesAsync(input, cancellationToken);
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\0{Path.GetFileName(input)}\0{content.Length}\0")));
            hash.AppendData(content);
        }

        return Convert.ToHexString(hash.GetHashAndReset(), 0, 8).ToLowerInvariant();
    }

    private static async Task CompileAsync(
        string compiler, Func<string, IReadOnlyList<string>> arguments, string result, CancellationToken cancellationToken)
    {
        string unfinished = $"{result}.{Guid.NewGuid():N}.tmp";
        try
        {
            BufferedCommandResult run = await Cli.Wrap(compiler)
                .WithArguments(arguments(unfinished))
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(cancellationToken);
            if (run.ExitCode != 0)
                throw Failed(compiler, run.StandardError);
            File.Move(unfinished, result);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static FotaException Failed(string compiler, string messages)
    {
        string first = messages.Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal))?.Trim() ?? messages.Trim();
        return new FotaException(
            EmulatorErrors.HarnessBuildFailed,
            $"{Path.GetFileName(compiler)} does not compile the emulated device: {first}",
            "Check that update_certs.h is the generated one and has an RSA key, and that the compiler and the Mbed TLS 2.28 or 3.6 sources are complete.");
    }
}
