using System.Buffers;
using System.Security.Cryptography;

namespace Fota.Signing;

/// <summary>The SHA-256 of an image, read as a stream so that its size does not matter.</summary>
public static class ImageDigest
{
    private const int BufferSize = 128 * 1024;

    /// <summary>Hashes what a stream still gives.</summary>
    /// <returns>32 bytes.</returns>
    public static byte[] OfStream(Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            for (int length; (length = stream.Read(buffer)) > 0;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                hash.AppendData(buffer.AsSpan(0, length));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return hash.GetHashAndReset();
    }
}
