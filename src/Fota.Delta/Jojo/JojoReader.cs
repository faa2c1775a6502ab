namespace Fota.Delta.Jojo;

/// <summary>
/// Enumerates the operations of a patch, checking each before it is handed out. Use it with <c>foreach</c>:
/// <code>foreach (JojoOperation operation in new JojoReader(patch)) …</code>
/// Creating and advancing it may throw <see cref="PatchException"/>.
/// </summary>
public ref struct JojoReader
{
    private readonly ReadOnlySpan<byte> _patch;
    private JojoTokenizer _tokenizer;
    private JojoCursor _cursor;
    private JojoToken _token;
    private long _tokenOffset;

    /// <summary>Reads a patch without its old image: jumps and copies are only checked against its start.</summary>
    public JojoReader(ReadOnlySpan<byte> patch)
        : this(patch, long.MaxValue, new PatcherOptions { MaxTargetSize = long.MaxValue })
    {
    }

    /// <summary>Reads a patch for an old image of a known size, under the bounds of <paramref name="options"/>.</summary>
    public JojoReader(ReadOnlySpan<byte> patch, long sourceLength, PatcherOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(sourceLength);
        _patch = patch;
        _cursor = new JojoCursor(sourceLength, options.MaxTargetSize, options.Format);
        Advance();
    }

    /// <summary>The operation that <see cref="MoveNext"/> found.</summary>
    public JojoOperation Current { get; private set; }

    /// <summary>Bytes of the new image up to the end of <see cref="Current"/>.</summary>
    public readonly long TargetPosition => _cursor.Target;

    /// <summary>For <c>foreach</c>.</summary>
    public readonly JojoReader GetEnumerator() => this;

    /// <summary>Goes to the next operation.</summary>
    /// <returns>False after the last.</returns>
    /// <exception cref="PatchException">The patch is damaged, or breaks a bound.</exception>
    public bool MoveNext()
    {
        if (_token.Kind == JojoTokenKind.End)
            return false;
        JojoToken first = _token;
        long offset = _tokenOffset;
        long source = _cursor.Source;
        long target = _cursor.Target;
        long length = first.Length;
        if (first.Kind == JojoTokenKind.Begin)
        {
            _cursor.Begin(first, offset);
            for (Advance(); _token.Kind == JojoTokenKind.Data; Advance())
            {
                _cursor.Advance(_token.Operation, _token.Length, _tokenOffset);
                length += _token.Length;
            }
        }
        else
        {
            _cursor.Advance(first.Operation, length, offset);
            Advance();
        }
        bool isImplicit = first.Kind == JojoTokenKind.Begin && first.Size == 0;
        Current = new(first.Operation, offset, (int)(_tokenOffset - offset), length, source, target, isImplicit);
        return true;
    }

    /// <summary>Decodes the data of a MOD or INS of this patch.</summary>
    /// <param name="operation">An operation that this patch gave.</param>
    /// <param name="destination">Takes its <see cref="JojoOperation.Length"/> bytes.</param>
    public readonly void CopyData(JojoOperation operation, Span<byte> destination)
    {
        ReadOnlySpan<byte> data = _patch[operation.EncodedData];
        while (!data.IsEmpty)
        {
            // Inside data an escape that is followed by another is one byte, any other is itself.
            int escaped = data.IndexOf([JojoFormat.Escape, JojoFormat.Escape]);
            int length = escaped < 0 ? data.Length : escaped + 1;
            data[..length].CopyTo(destination);
            destination = destination[length..];
            data = escaped < 0 ? [] : data[(length + 1)..];
        }
    }

    private void Advance()
    {
        _tokenOffset = _tokenizer.Offset;
        _token = _tokenizer.Read(_patch[(int)_tokenOffset..], isFinal: true);
    }
}
