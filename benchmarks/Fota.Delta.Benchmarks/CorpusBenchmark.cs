namespace Fota.Delta.Benchmarks;

/// <summary>Sizes and CPU time over released firmware, beside other tools: those of this machine run now, the rest as recorded.</summary>
internal static class CorpusBenchmark
{
    private const int Rounds = 3;

    public static void Run()
    {
        IReadOnlyList<FirmwarePair> pairs = Corpus.Pairs;
        Measurement[] fota = Measure(pairs, Rounds, pair => Encode(pair, PatchFormat.JojoDiff085), warmUp: true);
        Measurement[] fotaOld = Measure(pairs, Rounds, pair => Encode(pair, PatchFormat.JojoDiff081), warmUp: true);
        Measurement[] bsdiff = Measure(pairs, Rounds, pair => Run(PeerTool.Bsdiff, pair), warmUp: true);
        Measurement[] xdelta3 = Measure(pairs, 1, pair => Run(PeerTool.Xdelta3, pair), warmUp: false);
        PrintSizes(pairs, fota, fotaOld, bsdiff, xdelta3);
        PrintTimes(pairs, fota, fotaOld, bsdiff, xdelta3);
        double ratio = fota.Sum(m => m.Milliseconds) / bsdiff.Sum(m => m.Milliseconds);
        Console.WriteLine($"CPU time of jojodiff-0.8.5 against bsdiff over all pairs, medians of {Rounds} rounds: {ratio:F2}");
        Console.WriteLine();
    }

    private static void PrintSizes(
        IReadOnlyList<FirmwarePair> pairs, Measurement[] fota, Measurement[] fotaOld, Measurement[] bsdiff, Measurement[] xdelta3)
    {
        Console.WriteLine("Patch sizes in bytes. * recorded in benchmarks/particle.tsv, not run here.");
        Console.WriteLine();
        var table = new Table(
            "pair", "new image", "Fota 0.8.5", "optimum*", "jdiff -bb*", "Fota 0.8.1", "optimum*", "jdiff 0.8.1*",
            "bsdiff", "xdelta3", "HPatchLite*", "detools*");
        for (int i = 0; i < pairs.Count; i++)
            table.Add(SizeRow(pairs[i].Name, [pairs[i]], [fota[i]], [fotaOld[i]], [bsdiff[i]], [xdelta3[i]]));
        table.Add(SizeRow("total", pairs, fota, fotaOld, bsdiff, xdelta3));
        table.Print();
    }

    private static string[] SizeRow(
        string name, IReadOnlyList<FirmwarePair> pairs, Measurement[] fota, Measurement[] fotaOld, Measurement[] bsdiff, Measurement[] xdelta3)
    {
        string Recorded(string column) => Number(pairs.Sum(pair => pair.Figures[column]));
        static string Measured(Measurement[] measurements) => Number(measurements.Sum(m => m.Size));
        return
        [
            name, Recorded("new"), Measured(fota), Recorded("optimum-0.8.5"), Recorded("jdiff-0.8.5-bb"),
            Measured(fotaOld), Recorded("optimum-0.8.1"), Recorded("jdiff-0.8.1"),
            Measured(bsdiff), Measured(xdelta3), Recorded("hpatchlite-tuz1k"), Recorded("detools-heatshrink"),
        ];
    }

    private static void PrintTimes(
        IReadOnlyList<FirmwarePair> pairs, Measurement[] fota, Measurement[] fotaOld, Measurement[] bsdiff, Measurement[] xdelta3)
    {
        Console.WriteLine("CPU time in milliseconds; Fota warm in one process, the others a process each.");
        Console.WriteLine();
        var table = new Table("pair", "Fota 0.8.5", "Fota 0.8.1", "bsdiff", "xdelta3");
        for (int i = 0; i < pairs.Count; i++)
            table.Add(pairs[i].Name, Time(fota[i]), Time(fotaOld[i]), Time(bsdiff[i]), Time(xdelta3[i]));
        table.Add("total", Time(fota), Time(fotaOld), Time(bsdiff), Time(xdelta3));
        table.Print();
    }

    private static Measurement[] Measure(
        IReadOnlyList<FirmwarePair> pairs, int rounds, Func<FirmwarePair, Measurement> run, bool warmUp)
    {
        if (warmUp)
            _ = pairs.Select(run).ToList();
        var results = Enumerable.Range(0, rounds).Select(_ => pairs.Select(run).ToArray()).ToArray();
        return [.. pairs.Select((_, i) => results.Select(round => round[i]).OrderBy(m => m.Milliseconds).ElementAt(rounds / 2))];
    }

    private static Measurement Encode(FirmwarePair pair, PatchFormat format)
    {
        double before = CpuTime.Own;
        byte[] patch = PatchEncoder.Encode(pair.Source, pair.Target, new() { Format = format });
        return new(patch.Length, CpuTime.Own - before);
    }

    private static Measurement Run(PeerTool tool, FirmwarePair pair)
    {
        string[] name = pair.Name.Split(' ');
        (long size, double milliseconds) = tool.Run(Corpus.ImagePath(name[0], name[1]), Corpus.ImagePath(name[0], name[2]));
        return new(size, milliseconds);
    }

    private static string Number(long number) => number.ToString("N0");

    private static string Time(params Measurement[] measurements) => measurements.Sum(m => m.Milliseconds).ToString("N0");

    private sealed record Measurement(long Size, double Milliseconds);
}
