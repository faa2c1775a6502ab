using BenchmarkDotNet.Attributes;
using Fota.Delta.Matching;

namespace Fota.Delta.Benchmarks;

/// <summary>The encoder's parts, each on its own, over one pair of 260 KB.</summary>
[MemoryDiagnoser]
public class EncoderBenchmarks
{
    private FirmwarePair _pair = null!;
    private byte[] _patch = [];

    /// <summary>A small change and a large one.</summary>
    [Params("photon-system-part2 2.1.0 2.2.0", "photon-system-part2 1.5.2 2.0.0")]
    public string Pair { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _pair = Corpus.Pairs.Single(pair => pair.Name == Pair);
        _patch = PatchEncoder.Encode(_pair.Source, _pair.Target);
    }

    [Benchmark(Baseline = true)]
    public int Encode() => PatchEncoder.Encode(_pair.Source, _pair.Target).Length;

    [Benchmark]
    public int SuffixSort() => SuffixArray.Build(_pair.Source, CancellationToken.None).Length;

    [Benchmark]
    public object Index() => new GramIndex(_pair.Source, CancellationToken.None);

    [Benchmark]
    public int Apply() => Patcher.Apply(_pair.Source, _patch).Length;

    [Benchmark]
    public long Statistics() => PatchStatistics.Of(_patch).OperationCount;
}
