namespace Fota.Delta;

/// <summary>Reads images of hostile size.</summary>
internal static class ImageStream
{
    private const int ChunkSize = 64 * 1024;

    /// <summary>Reads a stream to its end, which need not know its length, and refuses it as soon as it is too large.</summary>
    public static byte[] ReadAll(Stream stream, string image)
    {
        if (stream.CanSeek)
            PatchEncoder.CheckSize(stream.Length - stream.Position, image);
        using var bytes = new MemoryStream();
        byte[] chunk = new byte[ChunkSize];
        while (true)
        {
            int read = stream.Read(chunk);
            if (read == 0)
                return bytes.ToArray();
            PatchEncoder.CheckSize(bytes.Length + read, image);
            bytes.Write(chunk, 0, read);
        }
    }
}
