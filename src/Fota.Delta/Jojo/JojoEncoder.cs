using Fota.Delta.Jojo.Parsing;
using Fota.Delta.Matching;

namespace Fota.Delta.Jojo;

/// <summary>Makes JojoDiff patches.</summary>
internal static class JojoEncoder
{
    public static byte[] Encode(
        ReadOnlySpan<byte> source, ReadOnlySpan<byte> target, PatchFormat format, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var index = new GramIndex(source, cancellationToken);
        return Encode(new ImagePair(source, target), index, format, progress, cancellationToken);
    }

    /// <summary>Makes the patch for a pair whose source was indexed before, and which may restrict what is read.</summary>
    public static byte[] Encode(
        ImagePair images, GramIndex index, PatchFormat format, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var parser = new OptimalParser(images, format, index);
        int cost = parser.Parse(out PathEnd path, progress, cancellationToken);
        var writer = new JojoWriter(format, cost);
        parser.Write(path, writer);
        return writer.ToArray();
    }
}
