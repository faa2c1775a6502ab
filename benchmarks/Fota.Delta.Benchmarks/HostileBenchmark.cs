namespace Fota.Delta.Benchmarks;

/// <summary>Images that no build makes: how long the worst of them take.</summary>
internal static class HostileBenchmark
{
    private const int Size = 1_000_000;

    public static void Run()
    {
        Console.WriteLine("Hostile inputs: CPU time in milliseconds.");
        Console.WriteLine();
        var table = new Table("input", "old", "new", "0.8.5", "ms", "0.8.1", "ms");
        foreach (HostileInputs.HostileInput input in HostileInputs.All(Size))
        {
            (int size, double milliseconds) = Encode(input, PatchFormat.JojoDiff085);
            (int oldSize, double oldMilliseconds) = Encode(input, PatchFormat.JojoDiff081);
            table.Add(
                input.Name,
                $"{input.Source.Length:N0}",
                $"{input.Target.Length:N0}",
                $"{size:N0}",
                $"{milliseconds:N0}",
                $"{oldSize:N0}",
                $"{oldMilliseconds:N0}");
        }
        table.Print();
    }

    private static (int Size, double Milliseconds) Encode(HostileInputs.HostileInput input, PatchFormat format)
    {
        double before = CpuTime.Own;
        byte[] patch = PatchEncoder.Encode(input.Source, input.Target, new() { Format = format });
        return (patch.Length, CpuTime.Own - before);
    }
}
