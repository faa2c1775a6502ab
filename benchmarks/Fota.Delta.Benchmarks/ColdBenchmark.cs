namespace Fota.Delta.Benchmarks;

/// <summary>A whole process for one patch, as a build starts it: runtime, JIT and all.</summary>
internal static class ColdBenchmark
{
    private const int Runs = 7;

    public static void Run()
    {
        Console.WriteLine($"One patch in a new process: CPU time in milliseconds, median of {Runs} runs, start of the runtime included.");
        Console.WriteLine();
        var table = new Table("pair", "new image", "ms");
        foreach (FirmwarePair pair in Corpus.Pairs.Where(pair => pair.Name.StartsWith("photon-system-part2", StringComparison.Ordinal)))
        {
            string[] name = pair.Name.Split(' ');
            string source = Corpus.ImagePath(name[0], name[1]);
            string target = Corpus.ImagePath(name[0], name[2]);
            double[] times = [.. Enumerable.Range(0, Runs).Select(_ => SingleRun.Run(source, target).Milliseconds).Order()];
            table.Add(pair.Name, pair.Target.Length.ToString("N0"), times[Runs / 2].ToString("N0"));
        }
        table.Print();
    }
}
