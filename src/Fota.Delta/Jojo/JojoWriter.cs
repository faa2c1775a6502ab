using System.Buffers;
using System.Buffers.Binary;

namespace Fota.Delta.Jojo;

/// <summary>Writes operations in the shortest form that the format has for them.</summary>
internal sealed class JojoWriter(PatchFormat format, int expectedSize)
{
    private readonly ArrayBufferWriter<byte> _patch = new(Math.Max(1, expectedSize));
    private JojoOperationKind _open;

    public int Size => _patch.WrittenCount;

    public byte[] ToArray() => _patch.WrittenSpan.ToArray();

    /// <summary>Writes MOD or INS. Two of a kind must not follow each other; an empty one writes nothing.</summary>
    public void WriteData(JojoOperationKind operation, ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
            return;
        bool isImplicit = operation == JojoOperationKind.Mod && _open == 0 && JojoFormat.HasImplicitMod(format);
        if (!isImplicit)
            _patch.Write([JojoFormat.Escape, (byte)operation]);
        _open = operation;
        while (!data.IsEmpty)
        {
            int length = LengthUpToEscape(data);
            _patch.Write(data[..length]);
            if (data[length - 1] == JojoFormat.Escape)
                _patch.Write([JojoFormat.Escape]);
            data = data[length..];
        }
    }

    /// <summary>Writes EQL.</summary>
    public void WriteCopy(int length) => WriteOperation(JojoOperationKind.Eql, length);

    /// <summary>Writes DEL or BKT, or nothing for a distance of 0.</summary>
    public void WriteJump(int distance)
    {
        if (distance != 0)
            WriteOperation(distance > 0 ? JojoOperationKind.Del : JojoOperationKind.Bkt, Math.Abs(distance));
    }

    // Up to and with the first A7 that something special follows, or that ends the data; an A7 at the end counts whatever comes next.
    private static int LengthUpToEscape(ReadOnlySpan<byte> data)
    {
        int length = 0;
        while (true)
        {
            int next = data[length..].IndexOf(JojoFormat.Escape);
            if (next < 0)
                return data.Length;
            length += next + 1;
            if (length == data.Length || JojoFormat.IsSpecialAfterEscape(data[length]))
                return length;
        }
    }

    private void WriteOperation(JojoOperationKind operation, int length)
    {
        Span<byte> buffer = stackalloc byte[JojoFormat.MaxOperationSize];
        int lengthSize = JojoFormat.LengthSize(length);
        buffer[0] = JojoFormat.Escape;
        buffer[1] = (byte)operation;
        Span<byte> operand = buffer[JojoFormat.OperationSize..];
        switch (lengthSize)
        {
            case 1:
                operand[0] = (byte)(length - 1);
                break;
            case 2:
                operand[0] = JojoFormat.TwoByteLength;
                operand[1] = (byte)(length - JojoFormat.MaxOneByteLength - 1);
                break;
            case 3:
                operand[0] = JojoFormat.ThreeByteLength;
                BinaryPrimitives.WriteUInt16BigEndian(operand[1..], (ushort)length);
                break;
            default:
                operand[0] = JojoFormat.FiveByteLength;
                BinaryPrimitives.WriteInt32BigEndian(operand[1..], length);
                break;
        }
        _patch.Write(buffer[..(JojoFormat.OperationSize + lengthSize)]);
        _open = 0;
    }
}
