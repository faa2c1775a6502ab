using Fota.Delta.InPlace;

namespace Fota.Delta.Benchmarks;

/// <summary>What it costs to have one slot: sizes, time and wear of updates in place over released firmware.</summary>
internal static class InPlaceBenchmark
{
    private const int BlockSize = 4096;
    private static readonly int[] s_spares = [1, 2, 3, 4];

    public static void Run()
    {
        Console.WriteLine($"Patch with plan, in bytes, for a region that has so many blocks of {BlockSize} bytes more than the larger image takes;");
        Console.WriteLine("blocks that are copied to their places afterwards, and the most erases of one block, with 2 spare.");
        Console.WriteLine();
        var table = new Table(["pair", "two slots", .. s_spares.Select(spare => $"{spare} spare"), "2 spare, %", "plan", "blocks", "copied", "erases"]);
        IReadOnlyList<FirmwarePair> pairs = Corpus.Pairs;
        Encode(pairs[0], s_spares[0]);
        var all = pairs.Select(pair => s_spares.Select(spare => Encode(pair, spare)).ToArray()).ToList();
        double twoSlots = 0;
        foreach (FirmwarePair pair in pairs)
            twoSlots += Time(() => PatchEncoder.Encode(pair.Source, pair.Target));
        for (int i = 0; i < pairs.Count; i++)
        {
            Measurement[] sizes = all[i];
            Measurement two = sizes[Array.IndexOf(s_spares, 2)];
            InPlacePlan plan = two.Update.Plan;
            InPlaceOutcome outcome = InPlaceSimulation.Run(pairs[i].Source, plan, two.Update.Patch, pairs[i].Target.Length);
            table.Add(
                [
                    pairs[i].Name, $"{two.Update.UnrestrictedSize:N0}", .. sizes.Select(size => $"{size.Size:N0}"),
                    Percent(two.Size, two.Update.UnrestrictedSize), $"{plan.ToBytes().Length}", $"{plan.Places.Count}", $"{outcome.Moves}",
                    $"{outcome.Erases.Max()}",
                ]);
        }
        long unrestricted = all.Sum(sizes => (long)sizes[0].Update.UnrestrictedSize);
        table.Add(
            [
                "total", $"{unrestricted:N0}", .. s_spares.Select((_, i) => $"{all.Sum(sizes => sizes[i].Size):N0}"), "", "", "", "", "",
            ]);
        table.Print();
        for (int i = 0; i < s_spares.Length; i++)
        {
            double time = all.Sum(sizes => sizes[i].Milliseconds) / twoSlots;
            Console.WriteLine(
                $"{s_spares[i]} spare: {Percent(all.Sum(sizes => sizes[i].Size), unrestricted)} % more than for two slots, {time:F1} times the CPU time");
        }
        Console.WriteLine();
    }

    private static Measurement Encode(FirmwarePair pair, int spare)
    {
        int blocks = ((Math.Max(pair.Source.Length, pair.Target.Length) + BlockSize - 1) / BlockSize) + spare;
        InPlaceUpdate? update = null;
        double time = Time(() => update = InPlaceEncoder.Encode(pair.Source, pair.Target, new FlashRegion(BlockSize, blocks)));
        return new(update!, time);
    }

    private static double Time(Action action)
    {
        double before = CpuTime.Own;
        action();
        return CpuTime.Own - before;
    }

    private static string Percent(long size, long unrestricted) => $"{100.0 * (size - unrestricted) / unrestricted:F2}";

    private sealed record Measurement(InPlaceUpdate Update, double Milliseconds)
    {
        public long Size => Update.Patch.Length + Update.Plan.ToBytes().Length;
    }
}
