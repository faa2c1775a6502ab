using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Fota.Delta.Jojo;

namespace Fota.Delta.Tests;

/// <summary>Whatever becomes of an image, its patch leads there, in memory and over streams, and is never dearer than the data.</summary>
[Slow]
public sealed class RoundTripProperties
{
    [Property(MaxTest = 300)]
    public void Edited_images_round_trip(PositiveInt seed, byte size, byte escapes)
    {
        (byte[] source, byte[] target) = EditedImages.Generate(seed.Get, 1 + (size * size / 4), escapes / 512.0);
        CheckRoundTrip(source, target);
    }

    [Property(MaxTest = 300)]
    public void Arbitrary_bytes_round_trip(byte[] source, byte[] target) => CheckRoundTrip(source, target);

    [Property(MaxTest = 300)]
    public Property Bytes_of_the_format_itself_round_trip()
    {
        Gen<byte[]> special = Gen.Elements<byte>(0xA1, 0xA2, 0xA3, 0xA4, 0xA5, 0xA6, 0xA7, 0xA7, 0xA7, 0xA8).ArrayOf();
        return Prop.ForAll(special.ToArbitrary(), special.ToArbitrary(), CheckRoundTrip);
    }

    [Property(MaxTest = 100)]
    public void Images_put_together_from_pieces_of_the_old_one_round_trip(byte[] source, byte[] cuts)
    {
        var target = new List<byte>();
        for (int i = 0; i + 1 < cuts.Length; i += 2)
        {
            int start = cuts[i] % (source.Length + 1);
            int end = Math.Min(source.Length, start + (cuts[i + 1] % 40));
            target.AddRange(source[start..end]);
        }
        CheckRoundTrip(source, [.. target]);
    }

    private static void CheckRoundTrip(byte[] source, byte[] target)
    {
        foreach (PatchFormat format in new[] { PatchFormat.JojoDiff081, PatchFormat.JojoDiff085 })
        {
            var options = new PatcherOptions { Format = format, MaxTargetSize = target.Length };
            byte[] patch = PatchEncoder.Encode(source, target, new() { Format = format });
            Assert.Equal(target, Patcher.Apply(source, patch, options));
            using var streamed = new MemoryStream();
            Patcher.Apply(new MemoryStream(source), new TricklingStream(patch), streamed, options);
            Assert.Equal(target, streamed.ToArray());
            Assert.True(patch.Length <= LiteralSize(target, format), "The patch is larger than the image as data.");
            CheckStatistics(patch, source, target);
        }
    }

    private static int LiteralSize(byte[] target, PatchFormat format)
    {
        if (target.Length == 0)
            return 0;
        var writer = new JojoWriter(format, 0);
        writer.WriteData(JojoOperationKind.Mod, target);
        return writer.Size;
    }

    private static void CheckStatistics(byte[] patch, byte[] source, byte[] target)
    {
        PatchStatistics statistics = PatchStatistics.Of(patch);
        Assert.Equal(patch.Length, statistics.PatchSize);
        Assert.Equal(patch.Length, statistics.Totals.Sum(each => each.EncodedSize));
        Assert.Equal(target.Length, statistics.TargetSize);
        Assert.InRange(statistics.MinSourceSize, 0, source.Length);
    }
}
