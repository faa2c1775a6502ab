namespace Fota.Delta.Benchmarks;

/// <summary>How time and memory grow with the images: prefixes of firmware, one after the other, and of the releases after it.</summary>
internal static class GrowthBenchmark
{
    private static readonly (string Old, string New)[] s_steps = [("1.5.0", "1.5.2"), ("2.0.0", "2.1.0"), ("2.1.0", "2.2.0"), ("1.5.2", "2.0.0")];

    public static void Run()
    {
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        Directory.CreateDirectory(folder);
        try
        {
            Run(Path.Combine(folder, "old.bin"), Path.Combine(folder, "new.bin"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Run(string source, string target)
    {
        byte[] allSource = [.. s_steps.SelectMany(step => Images(step.Old, step.New))];
        byte[] allTarget = [.. s_steps.SelectMany(step => Images(step.New, step.Old))];
        File.WriteAllBytes(source, []);
        File.WriteAllBytes(target, []);
        SingleRun.Result nothing = SingleRun.Run(source, target);
        Console.WriteLine("Growth: one patch in a new process; time and memory beyond what an empty image takes. The program's own copies of");
        Console.WriteLine("both images are part of the memory.");
        Console.WriteLine();
        var table = new Table("each image", "patch", "CPU ms", "ns a byte of both", "peak MB", "bytes a byte of both");
        for (int size = 64 << 10; size <= 16 << 20; size *= 4)
        {
            File.WriteAllBytes(source, allSource[..size]);
            File.WriteAllBytes(target, allTarget[..size]);
            SingleRun.Result result = SingleRun.Run(source, target);
            double milliseconds = result.Milliseconds - nothing.Milliseconds;
            long peak = result.PeakBytes - nothing.PeakBytes;
            table.Add(
                $"{size >> 10:N0} KB",
                $"{result.PatchSize:N0}",
                $"{milliseconds:N0}",
                $"{milliseconds * 1e6 / (2L * size):N0}",
                $"{peak / 1e6:N1}",
                $"{(double)peak / (2L * size):N0}");
        }
        table.Print();
    }

    /// <summary>The images of a release that another one has too.</summary>
    private static IEnumerable<byte> Images(string version, string other)
    {
        string folder = Path.GetDirectoryName(Corpus.ImagePath("any", version))!;
        return Directory.GetFiles(folder, "*.bin")
            .Where(path => File.Exists(Corpus.ImagePath(Path.GetFileNameWithoutExtension(path), other)))
            .Order(StringComparer.Ordinal)
            .SelectMany(File.ReadAllBytes);
    }
}
