namespace Fota.Delta.Benchmarks;

/// <summary>Images that no build makes: how long the worst of them take.</summary>
internal static class HostileBenchmark
{
    private const int Size = 1_000_000;

    public static void Run()
    {
        Console.WriteLine($"Hostile inputs: CPU time in milliseconds, and bytes allocated for each byte of both images.");
        Console.WriteLine();
        var table = new Table("input", "old", "new", "0.8.5", "ms", "bytes", "0.8.1", "ms", "bytes");
        foreach (HostileInputs.HostileInput input in HostileInputs.All(Size))
        {
            table.Add(
            [
                input.Name,
                $"{input.Source.Length:N0}",
                $"{input.Target.Length:N0}",
                .. Encode(input, PatchFormat.JojoDiff085),
                .. Encode(input, PatchFormat.JojoDiff081),
            ]);
        }
        table.Print();
    }

    private static string[] Encode(HostileInputs.HostileInput input, PatchFormat format)
    {
        long allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        double before = CpuTime.Own;
        byte[] patch = PatchEncoder.Encode(input.Source, input.Target, new() { Format = format });
        double milliseconds = CpuTime.Own - before;
        double allocated = GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
        // Of next to nothing the fixed part is all there is.
        int imageBytes = Math.Max(Size, input.Source.Length + input.Target.Length);
        return [$"{patch.Length:N0}", $"{milliseconds:N0}", $"{allocated / imageBytes:N0}"];
    }
}
