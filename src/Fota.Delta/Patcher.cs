using System.Buffers;

namespace Fota.Delta;

/// <summary>Makes the new image from the old one and a patch. Refuses whatever docs/jojodiff.md says is no patch.</summary>
public static class Patcher
{
    private const int BufferSize = 32 * 1024;

    /// <summary>Applies a patch in memory. It is read to its end before anything is allocated for the result.</summary>
    /// <returns>The new image.</returns>
    /// <exception cref="PatchException">The patch is damaged, does not fit the old image, or breaks a bound of the options.</exception>
    public static byte[] Apply(ReadOnlySpan<byte> source, ReadOnlySpan<byte> patch, PatcherOptions? options = null)
    {
        options ??= PatcherOptions.Default;
        if (options.MaxTargetSize > Array.MaxLength)
            options = options with { MaxTargetSize = Array.MaxLength };
        var check = new PatchReader(patch, source.Length, options);
        while (check.MoveNext())
        {
        }
        byte[] target = new byte[check.TargetPosition];
        var reader = new PatchReader(patch, source.Length, options);
        while (reader.MoveNext())
        {
            PatchOperation operation = reader.Current;
            if (operation.HasData)
                reader.CopyData(operation, target.AsSpan((int)operation.TargetPosition, (int)operation.Length));
            else if (operation.Kind == PatchOperationKind.Eql)
                source.Slice((int)operation.SourcePosition, (int)operation.Length).CopyTo(target.AsSpan((int)operation.TargetPosition));
        }
        return target;
    }

    /// <summary>Applies a patch in constant memory.</summary>
    /// <param name="source">The old image; must be able to seek.</param>
    /// <param name="patch">The patch, read forwards from its position to its end.</param>
    /// <param name="target">Takes the new image, written forwards; what an error leaves in it is useless.</param>
    /// <param name="options">Bounds; see <see cref="PatcherOptions"/> for the default.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The size of the new image in bytes.</returns>
    /// <exception cref="PatchException">The patch is damaged, does not fit the old image, or breaks a bound of the options.</exception>
    public static long Apply(
        Stream source, Stream patch, Stream target, PatcherOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(patch);
        ArgumentNullException.ThrowIfNull(target);
        options ??= PatcherOptions.Default;
        long sourceLength = source.Length;
        var cursor = new PatchCursor(sourceLength, options.MaxTargetSize, options.Dialect);
        var input = new PatchInput(patch);
        byte[] copyBuffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                long offset = input.Offset;
                PatchToken token = input.Read(out ReadOnlySpan<byte> data);
                if (token.Kind == PatchTokenKind.End)
                    return cursor.Target;
                if (token.Kind == PatchTokenKind.Begin)
                {
                    cursor.Begin(token, offset);
                    continue;
                }
                long from = cursor.Source;
                cursor.Advance(token.Operation, token.Length, offset);
                if (token.Kind == PatchTokenKind.Data)
                    target.Write(data);
                else if (token.Operation == PatchOperationKind.Eql)
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
