using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Fota.Signing;

/// <summary>
/// A block of PEM text (RFC 7468), without headers. The platform's own reader is not used: it wants the text as characters, a second
/// copy of a private key to be cleared, and its first call costs every build 8 ms, more than all else that is done with a public key.
/// </summary>
internal readonly ref struct PemBlock
{
    private readonly ReadOnlySpan<byte> _base64;

    private PemBlock(string label, ReadOnlySpan<byte> base64, ReadOnlySpan<byte> rest)
    {
        Label = label;
        _base64 = base64;
        Rest = rest;
    }

    private static ReadOnlySpan<byte> Begin => "-----BEGIN "u8;

    private static ReadOnlySpan<byte> End => "-----END "u8;

    private static ReadOnlySpan<byte> Dashes => "-----"u8;

    /// <summary>The text between BEGIN and the dashes, such as <c>PUBLIC KEY</c>.</summary>
    internal string Label { get; }

    /// <summary>What follows the block.</summary>
    internal ReadOnlySpan<byte> Rest { get; }

    /// <summary>Finds the first whole block of a text; other text before it is passed over.</summary>
    internal static bool TryFind(ReadOnlySpan<byte> text, out PemBlock block)
    {
        block = default;
        int begin = text.IndexOf(Begin);
        if (begin < 0)
            return false;
        ReadOnlySpan<byte> afterBegin = text[(begin + Begin.Length)..];
        int labelLength = afterBegin.IndexOf(Dashes);
        int end = afterBegin.IndexOf(End);
        if (labelLength <= 0 || end < labelLength + Dashes.Length)
            return false;

        ReadOnlySpan<byte> label = afterBegin[..labelLength];
        ReadOnlySpan<byte> afterEnd = afterBegin[(end + End.Length)..];
        if (!afterEnd.StartsWith(label) || !afterEnd[label.Length..].StartsWith(Dashes))
            return false;
        block = new PemBlock(
            Encoding.ASCII.GetString(label), afterBegin[(labelLength + Dashes.Length)..end], afterEnd[(label.Length + Dashes.Length)..]);
        return true;
    }

    /// <summary>Decodes the content; line ends and blanks in it do not matter.</summary>
    /// <returns>The content, or null if it is not base64.</returns>
    internal byte[]? Decode()
    {
        byte[] content = new byte[Base64.GetMaxDecodedFromUtf8Length(_base64.Length)];
        OperationStatus status = Base64.DecodeFromUtf8(_base64, content, out int consumed, out int length);
        byte[]? result = status == OperationStatus.Done && consumed == _base64.Length && length > 0 ? content[..length] : null;
        content.AsSpan().Clear();
        return result;
    }
}
