using System.Buffers.Binary;

namespace Fota.Delta.Jojo;

internal enum JojoTokenKind
{
    /// <summary>The input ends inside something: call again with more of it.</summary>
    NeedMore,

    /// <summary>The patch ends here, as it may.</summary>
    End,

    /// <summary>A MOD or INS begins.</summary>
    Begin,

    /// <summary>Some data of the open MOD or INS.</summary>
    Data,

    /// <summary>A whole EQL, DEL or BKT.</summary>
    Complete,
}

/// <param name="Kind">What was read.</param>
/// <param name="Operation">The operation it is or belongs to.</param>
/// <param name="Size">Bytes of input that it takes.</param>
/// <param name="Length">The operand of EQL, DEL and BKT; for data the bytes to write, which are the first of the input.</param>
internal readonly record struct JojoToken(JojoTokenKind Kind, JojoOperationKind Operation = 0, int Size = 0, long Length = 0);

/// <summary>
/// The grammar of a patch: the only place that knows it. Works on any piece of a patch, so the reader over a span and the patcher
/// over a stream share it. Its whole state is which data operation is open.
/// </summary>
internal struct JojoTokenizer
{
    private const string DamagedAdvice = "The patch is damaged or was not made as a JojoDiff patch: get it again, or make it again.";

    private JojoOperationKind _open;
    private bool _openIsEmpty;

    /// <summary>Bytes of the patch before the next token.</summary>
    public long Offset { get; private set; }

    /// <summary>Reads the next token.</summary>
    /// <param name="input">The patch from <see cref="Offset"/> on; need not reach its end.</param>
    /// <param name="isFinal">True if the input reaches the end of the patch.</param>
    /// <exception cref="PatchException">The grammar forbids what is there.</exception>
    public JojoToken Read(ReadOnlySpan<byte> input, bool isFinal)
    {
        JojoToken token = Next(input, isFinal);
        Offset += token.Size;
        return token;
    }

    private JojoToken Next(ReadOnlySpan<byte> input, bool isFinal)
    {
        if (input.IsEmpty)
            return isFinal ? End() : default;
        if (input[0] != JojoFormat.Escape)
            return Data(input, PlainLength(input, 0));
        if (input.Length < JojoFormat.OperationSize)
            return isFinal ? throw Truncated(input.Length, "The patch ends with a lone escape byte") : default;
        if (!JojoFormat.IsSpecialAfterEscape(input[1]))
            return Data(input, PlainLength(input, JojoFormat.OperationSize));
        if (input[1] == JojoFormat.Escape)
            return Data(input, 1, escapes: 1);
        JojoOperationKind operation = (JojoOperationKind)input[1];
        return operation is JojoOperationKind.Mod or JojoOperationKind.Ins ? Begin(operation) : Complete(operation, input, isFinal);
    }

    private static int PlainLength(ReadOnlySpan<byte> input, int from)
    {
        int length = input[from..].IndexOf(JojoFormat.Escape);
        return length < 0 ? input.Length : from + length;
    }

    private JojoToken Data(ReadOnlySpan<byte> input, int length, int escapes = 0)
    {
        if (_open == 0)
        {
            _open = JojoOperationKind.Mod;
            return new(JojoTokenKind.Begin, JojoOperationKind.Mod);
        }
        _openIsEmpty = false;
        return new(JojoTokenKind.Data, _open, length + escapes, length);
    }

    private JojoToken Begin(JojoOperationKind operation)
    {
        if (operation == _open)
            throw Malformed($"{operation.Name()} repeats the operation that is already open");
        RefuseEmptyOpen();
        _open = operation;
        _openIsEmpty = true;
        return new(JojoTokenKind.Begin, operation, JojoFormat.OperationSize);
    }

    private JojoToken Complete(JojoOperationKind operation, ReadOnlySpan<byte> input, bool isFinal)
    {
        RefuseEmptyOpen();
        ReadOnlySpan<byte> operand = input[JojoFormat.OperationSize..];
        int size = operand.IsEmpty ? 1 : LengthSize(operation, operand[0]);
        if (operand.Length < size)
            return isFinal ? throw Truncated(input.Length, $"The patch ends inside the length of {operation.Name()}") : default;
        long length = operand[0] switch
        {
            JojoFormat.TwoByteLength => JojoFormat.MaxOneByteLength + 1 + operand[1],
            JojoFormat.ThreeByteLength => BinaryPrimitives.ReadUInt16BigEndian(operand[1..]),
            JojoFormat.FiveByteLength => BinaryPrimitives.ReadUInt32BigEndian(operand[1..]),
            byte small => small + 1,
        };
        if (length == 0)
            throw Malformed($"{operation.Name()} has the length 0");
        _open = 0;
        return new(JojoTokenKind.Complete, operation, JojoFormat.OperationSize + size, length);
    }

    private readonly int LengthSize(JojoOperationKind operation, byte first) => first switch
    {
        < JojoFormat.TwoByteLength => 1,
        JojoFormat.TwoByteLength => 2,
        JojoFormat.ThreeByteLength => 3,
        JojoFormat.FiveByteLength => 5,
        _ => throw new PatchException(
            DeltaErrors.LengthTooLarge, Offset, $"{operation.Name()} has a length of 2^32 bytes or more", DamagedAdvice),
    };

    private readonly JojoToken End()
    {
        RefuseEmptyOpen();
        return new(JojoTokenKind.End);
    }

    private readonly void RefuseEmptyOpen()
    {
        if (_openIsEmpty)
            throw Malformed($"{_open.Name()} has no data");
    }

    private readonly PatchException Malformed(string reason) => new(DeltaErrors.OperationMalformed, Offset, reason, DamagedAdvice);

    private readonly PatchException Truncated(int rest, string reason) =>
        new(DeltaErrors.PatchTruncated, Offset + rest, reason, "The file is not complete: get it again, or make it again.");
}
