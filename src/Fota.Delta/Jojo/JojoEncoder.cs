using Fota.Delta.Jojo.Parsing;
using Fota.Delta.Matching;

namespace Fota.Delta.Jojo;

/// <summary>Makes JojoDiff patches.</summary>
internal static class JojoEncoder
{
    public static byte[] Encode(
        ReadOnlySpan<byte> source, ReadOnlySpan<byte> target, PatchFormat format, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var parser = new OptimalParser(new ImagePair(source, target), format, cancellationToken);
        int cost = parser.Parse(out PathEnd path, progress, cancellationToken);
        var writer = new JojoWriter(format, cost);
        parser.Write(path, writer);
        return writer.ToArray();
    }
}
