using System.Buffers;

namespace Fota.Delta.Jojo;

/// <summary>Applies JojoDiff patches. Refuses whatever docs/jojodiff.md says is no patch.</summary>
internal static class JojoPatcher
{
    private const int BufferSize = 32 * 1024;

    public static byte[] Apply(ReadOnlySpan<byte> source, ReadOnlySpan<byte> patch, PatcherOptions options)
    {
        if (options.MaxTargetSize > Array.MaxLength)
            options = options with { MaxTargetSize = Array.MaxLength };
        byte[] target = new byte[Check(source.Length, patch, options)];
        var reader = new JojoReader(patch, source.Length, options);
        while (reader.MoveNext())
        {
            JojoOperation operation = reader.Current;
            if (operation.HasData)
                reader.CopyData(operation, target.AsSpan((int)operation.TargetPosition, (int)operation.Length));
            else if (operation.Kind == JojoOperationKind.Eql)
                source.Slice((int)operation.SourcePosition, (int)operation.Length).CopyTo(target.AsSpan((int)operation.TargetPosition));
        }
        return target;
    }

    public static long Check(long sourceLength, ReadOnlySpan<byte> patch, PatcherOptions options)
    {
        var reader = new JojoReader(patch, sourceLength, options);
        while (reader.MoveNext())
        {
        }
        return reader.TargetPosition;
    }

    public static long Apply(Stream source, Stream patch, Stream target, PatcherOptions options, CancellationToken cancellationToken)
    {
        var cursor = new JojoCursor(source.Length, options.MaxTargetSize, options.Format);
        var input = new JojoInput(patch);
        byte[] copyBuffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                long offset = input.Offset;
                JojoToken token = input.Read(out ReadOnlySpan<byte> data);
                if (token.Kind == JojoTokenKind.End)
                    return cursor.Target;
                if (token.Kind == JojoTokenKind.Begin)
                {
                    cursor.Begin(token, offset);
                    continue;
                }
                long from = cursor.Source;
                cursor.Advance(token.Operation, token.Length, offset);
                if (token.Kind == JojoTokenKind.Data)
                    target.Write(data);
                else if (token.Operation == JojoOperationKind.Eql)
                    Copy(source, from, token.Length, target, copyBuffer, cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copyBuffer);
            input.Dispose();
        }
    }

    private static void Copy(Stream source, long from, long length, Stream target, byte[] buffer, CancellationToken cancellationToken)
    {
        source.Position = from;
        while (length > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Span<byte> chunk = buffer.AsSpan(0, (int)Math.Min(length, buffer.Length));
            source.ReadExactly(chunk);
            target.Write(chunk);
            length -= chunk.Length;
        }
    }
}
