using System.Buffers;

namespace Fota.Delta.Jojo;

/// <summary>Feeds the tokenizer from a stream through one small buffer.</summary>
internal sealed class JojoInput(Stream patch) : IDisposable
{
    private const int BufferSize = 16 * 1024;

    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    private JojoTokenizer _tokenizer;
    private int _start;
    private int _end;
    private bool _isFinal;

    /// <summary>Bytes of the patch before the next token.</summary>
    public long Offset => _tokenizer.Offset;

    /// <summary>Reads the next token; never <see cref="JojoTokenKind.NeedMore"/>.</summary>
    /// <param name="data">The bytes of a data token, valid until the next call.</param>
    public JojoToken Read(out ReadOnlySpan<byte> data)
    {
        while (true)
        {
            ReadOnlySpan<byte> input = _buffer.AsSpan(_start, _end - _start);
            JojoToken token = _tokenizer.Read(input, _isFinal);
            if (token.Kind != JojoTokenKind.NeedMore)
            {
                _start += token.Size;
                data = token.Kind == JojoTokenKind.Data ? input[..(int)token.Length] : default;
                return token;
            }
            Fill();
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private void Fill()
    {
        // What is left is less than one operation, a few bytes.
        Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
        _end -= _start;
        _start = 0;
        int read = patch.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _isFinal = read == 0;
    }
}
