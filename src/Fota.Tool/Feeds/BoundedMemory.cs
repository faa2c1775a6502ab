namespace Fota.Tool.Feeds;

/// <summary>Memory for what a feed sends, which may send more than anybody wants.</summary>
internal sealed class BoundedMemory(long most) : MemoryStream
{
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Require(buffer.Length);
        base.Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        Require(count);
        base.Write(buffer, offset, count);
    }

    public override void WriteByte(byte value)
    {
        Require(1);
        base.WriteByte(value);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Require(count);
        return base.WriteAsync(buffer, offset, count, cancellationToken);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Require(buffer.Length);
        return base.WriteAsync(buffer, cancellationToken);
    }

    private void Require(int more)
    {
        if (Position + more > most)
            throw new InvalidDataException($"it has more than {most} bytes");
    }
}
