using Fota.Delta.Compact;

namespace Fota.Delta.Benchmarks;

/// <summary>Sizes and CPU time over released firmware, beside other tools: those of this machine run now, the rest as recorded.</summary>
internal static class CorpusBenchmark
{
    private const int Rounds = 3;

    public static void Run()
    {
        IReadOnlyList<FirmwarePair> pairs = Corpus.Pairs;
        Column[] measured =
        [
            Encoder("compact 4.5 KB", new() { Format = PatchFormat.Compact }),
            Encoder("compact 8 KB", new() { Format = PatchFormat.Compact, Compact = CompactOptions.Default with { Memory = 8192 } }),
            Encoder("jojodiff 0.8.5", new() { Format = PatchFormat.JojoDiff085 }),
            Encoder("jojodiff 0.8.1", new() { Format = PatchFormat.JojoDiff081 }),
            Peer("bsdiff", PeerTool.Bsdiff, Rounds),
            Peer("xdelta3", PeerTool.Xdelta3, rounds: 1),
        ];
        PrintSizes(pairs, measured);
        PrintOptimum(pairs, measured);
        PrintTimes(pairs, measured);
    }

    private static void PrintSizes(IReadOnlyList<FirmwarePair> pairs, Column[] measured)
    {
        (string Title, string Figure)[] recorded =
            [("HDiffPatch*", "hdiffpatch-lzma2"), ("HPatchLite*", "hpatchlite-tuz1k"), ("detools*", "detools-heatshrink"), ("jdiff -bb*", "jdiff-0.8.5-bb")];
        Console.WriteLine("Patch sizes in bytes. * recorded in benchmarks/particle.tsv, not run here.");
        Console.WriteLine();
        var table = new Table(["pair", "new image", .. measured.Select(column => column.Title), .. recorded.Select(column => column.Title)]);
        foreach (FirmwarePair? pair in (FirmwarePair?[])[.. pairs, null])
        {
            table.Add([
                pair?.Name ?? "total",
                Number(Sum(pair, each => each.Target.Length)),
                .. measured.Select(column => Number(Sum(pair, each => column.Results[each].Size))),
                .. recorded.Select(column => Number(Sum(pair, each => each.Figures[column.Figure]))),
            ]);
        }

        table.Print();

        long Sum(FirmwarePair? pair, Func<FirmwarePair, long> size) => pair is null ? pairs.Sum(size) : size(pair);
    }

    private static void PrintOptimum(IReadOnlyList<FirmwarePair> pairs, Column[] measured)
    {
        Console.WriteLine("JojoDiff patches above the smallest that the format allows, over all pairs:");
        Console.WriteLine();
        var table = new Table("format", "Fota", "optimum*", "above");
        foreach (PatchFormat format in (PatchFormat[])[PatchFormat.JojoDiff085, PatchFormat.JojoDiff081])
        {
            long size = measured.Single(column => column.Format == format).Results.Values.Sum(result => result.Size);
            long optimum = pairs.Sum(pair => pair.Optimum(format));
            table.Add(format.Name(), Number(size), Number(optimum), $"{100.0 * (size - optimum) / optimum:F4} %");
        }

        table.Print();
    }

    private static void PrintTimes(IReadOnlyList<FirmwarePair> pairs, Column[] measured)
    {
        Console.WriteLine("CPU time in milliseconds; Fota warm in one process, the others a process each.");
        Console.WriteLine();
        var table = new Table(["pair", .. measured.Select(column => column.Title)]);
        foreach (FirmwarePair pair in pairs)
            table.Add([pair.Name, .. measured.Select(column => Time(column.Results[pair].Milliseconds))]);
        double[] totals = [.. measured.Select(column => column.Results.Values.Sum(result => result.Milliseconds))];
        table.Add(["total", .. totals.Select(Time)]);
        double bsdiff = totals[Array.FindIndex(measured, column => column.Title == "bsdiff")];
        table.Add(["times bsdiff", .. totals.Select(total => $"{total / bsdiff:F2}")]);
        table.Print();
    }

    private static Column Encoder(string title, PatchEncoderOptions options) => new(
        title,
        Measure(options.Format == PatchFormat.Compact ? 1 : Rounds, warmUp: true, pair =>
        {
            double before = CpuTime.Own;
            byte[] patch = PatchEncoder.Encode(pair.Source, pair.Target, options);
            return new(patch.Length, CpuTime.Own - before);
        }),
        options.Format);

    private static Column Peer(string title, PeerTool tool, int rounds) => new(
        title,
        Measure(rounds, warmUp: rounds > 1, pair =>
        {
            string[] name = pair.Name.Split(' ');
            (long size, double milliseconds) = tool.Run(Corpus.ImagePath(name[0], name[1]), Corpus.ImagePath(name[0], name[2]));
            return new(size, milliseconds);
        }),
        null);

    /// <summary>Of each pair the round of median time.</summary>
    private static Dictionary<FirmwarePair, Measurement> Measure(int rounds, bool warmUp, Func<FirmwarePair, Measurement> run)
    {
        if (warmUp)
            _ = run(Corpus.Pairs[0]);
        Measurement[][] results = [.. Enumerable.Range(0, rounds).Select(_ => Corpus.Pairs.Select(run).ToArray())];
        return Corpus.Pairs.Select((pair, i) => (pair, i)).ToDictionary(
            each => each.pair, each => results.Select(round => round[each.i]).OrderBy(m => m.Milliseconds).ElementAt(rounds / 2));
    }

    private static string Number(long number) => number.ToString("N0");

    private static string Time(double milliseconds) => milliseconds.ToString("N0");

    private sealed record Column(string Title, Dictionary<FirmwarePair, Measurement> Results, PatchFormat? Format);

    private sealed record Measurement(long Size, double Milliseconds);
}
