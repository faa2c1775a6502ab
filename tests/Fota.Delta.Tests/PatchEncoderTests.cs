using Fota.Delta.Jojo;
using Fota.Delta.Jojo.Parsing;
using Fota.Delta.Matching;
using Fota.Errors;

namespace Fota.Delta.Tests;

public sealed class PatchEncoderTests
{
    [Fact]
    public void Streams_give_the_same_patch_as_memory()
    {
        (byte[] source, byte[] target) = EditedImages.Generate(1, size: 3000, escapeShare: 0.05);
        CancellationToken token = TestContext.Current.CancellationToken;
        byte[] expected = PatchEncoder.Encode(source, target, cancellationToken: token);
        using var patch = new MemoryStream();
        long size = PatchEncoder.Encode(new TricklingStream(source), new MemoryStream(target), patch, cancellationToken: token);
        Assert.Equal(expected, patch.ToArray());
        Assert.Equal(expected.Length, size);
    }

    [Fact]
    public void The_same_images_give_the_same_bytes()
    {
        (byte[] source, byte[] target) = EditedImages.Generate(2, size: 20_000, escapeShare: 0.05);
        CancellationToken token = TestContext.Current.CancellationToken;
        Assert.Equal(
            PatchEncoder.Encode(source, target, cancellationToken: token),
            PatchEncoder.Encode(source, target, cancellationToken: token));
    }

    [Theory]
    [InlineData(PatchFormat.JojoDiff081)]
    [InlineData(PatchFormat.JojoDiff085)]
    public void The_cost_that_the_parser_reckons_is_the_size_that_is_written(PatchFormat format)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        for (int seed = 0; seed < 300; seed++)
        {
            (byte[] source, byte[] target) = EditedImages.Generate(seed, size: 50 + (seed * 7), escapeShare: 0.25);
            var parser = new OptimalParser(new ImagePair(source, target), format, token);
            int cost = parser.Parse(out PathEnd path, null, token);
            var writer = new JojoWriter(format, cost);
            parser.Write(path, writer);
            Assert.Equal(cost, writer.Size);
        }
    }

    [Fact]
    public void Progress_rises_to_one()
    {
        (byte[] source, byte[] target) = EditedImages.Generate(3, size: 100_000, escapeShare: 0.01);
        var progress = new RecordedProgress();
        PatchEncoder.Encode(source, target, progress: progress, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(progress.Values.Count > 3);
        Assert.Equal(progress.Values.Order(), progress.Values);
        Assert.Equal(0, progress.Values[0]);
        Assert.Equal(1, progress.Values[^1]);
    }

    [Fact]
    public void A_patch_for_a_0_8_1_decoder_never_has_data_without_an_operation()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            (byte[] source, byte[] target) = EditedImages.Generate(seed, size: 2000, escapeShare: 0.1);
            byte[] patch = PatchEncoder.Encode(
                source, target, new() { Format = PatchFormat.JojoDiff081 }, cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(PatchFormat.JojoDiff081, PatchStatistics.Of(patch).Format);
        }
    }

    [Fact]
    public void An_image_that_is_too_large_is_refused_before_it_is_read()
    {
        using var huge = new SparseStream(PatchEncoder.MaxImageSize + 1L);
        CancellationToken token = TestContext.Current.CancellationToken;
        FotaException refused = Assert.Throws<FotaException>(
            () => PatchEncoder.Encode(huge, new MemoryStream(), new MemoryStream(), cancellationToken: token));
        Assert.Equal("FOTA1001", refused.Code.Id);
        Assert.Contains("old image has 67108865 bytes", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, huge.Position);
        using var pipe = new SparseStream(PatchEncoder.MaxImageSize + 1L, canSeek: false);
        refused = Assert.Throws<FotaException>(
            () => PatchEncoder.Encode(new MemoryStream(), pipe, new MemoryStream(), cancellationToken: token));
        Assert.Equal("FOTA1001", refused.Code.Id);
    }

    private sealed class RecordedProgress : IProgress<double>
    {
        public List<double> Values { get; } = [];

        public void Report(double value) => Values.Add(value);
    }
}
