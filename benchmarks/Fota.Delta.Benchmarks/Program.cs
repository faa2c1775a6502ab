using BenchmarkDotNet.Running;
using Fota.Delta.Benchmarks;

switch (args.FirstOrDefault())
{
    case "corpus":
        CorpusBenchmark.Run();
        break;
    case "cold":
        ColdBenchmark.Run();
        break;
    case "growth":
        GrowthBenchmark.Run();
        break;
    case "inplace":
        InPlaceBenchmark.Run();
        break;
    case "segments":
        SegmentBenchmark.Run();
        break;
    case "hostile":
        HostileBenchmark.Run();
        break;
    case "optimum":
        OptimumBenchmark.Run(args[1], args[2..]);
        break;
    case "inner":
        BenchmarkSwitcher.FromTypes([typeof(EncoderBenchmarks)]).Run(args[1..]);
        break;
    case SingleRun.Verb:
        SingleRun.Report(args[1], args[2]);
        break;
    default:
        Console.Error.WriteLine("usage: corpus | cold | growth | inplace | segments | hostile | inner [BenchmarkDotNet options]");
        return 2;
}
return 0;
