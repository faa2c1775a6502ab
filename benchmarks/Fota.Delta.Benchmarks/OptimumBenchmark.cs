using Fota.Delta.Jojo.Parsing;
using Fota.Delta.Matching;

namespace Fota.Delta.Benchmarks;

/// <summary>What the limits of the search cost, on firmware that they were not measured on: benchmarks/optimum.sh builds it.</summary>
internal static class OptimumBenchmark
{
    private static readonly PatchFormat[] s_formats = [PatchFormat.JojoDiff085, PatchFormat.JojoDiff081];

    /// <param name="folder">Where the images are.</param>
    /// <param name="pairs">The names of two images each, with a blank between.</param>
    public static void Run(string folder, IEnumerable<string> pairs)
    {
        Console.WriteLine("JojoDiff patches in bytes, beside those of a search that leaves nothing out.");
        Console.WriteLine();
        var table = new Table("pair", "new image", "0.8.5", "unlimited", "0.8.1", "unlimited");
        long[] totals = new long[5];
        foreach (string pair in pairs)
        {
            byte[][] images = [.. pair.Split(' ').Select(name => File.ReadAllBytes(Path.Combine(folder, name + ".bin")))];
            long[] row = [images[1].Length, .. s_formats.SelectMany(format => Sizes(images[0], images[1], format))];
            table.Add([pair, .. row.Select(Number)]);
            for (int i = 0; i < row.Length; i++)
                totals[i] += row[i];
        }

        table.Add(["total", .. totals.Select(Number)]);
        table.Add("above", "", "", Above(totals[1], totals[2]), "", Above(totals[3], totals[4]));
        table.Print();
    }

    private static long[] Sizes(byte[] source, byte[] target, PatchFormat format)
    {
        var images = new ImagePair(source, target);
        var index = new GramIndex(source, CancellationToken.None);
        return
        [
            new OptimalParser(images, format, index).Parse(out _, null, CancellationToken.None),
            new OptimalParser(images, format, index, SearchLimits.Unlimited).Parse(out _, null, CancellationToken.None),
        ];
    }

    private static string Number(long number) => number.ToString("N0");

    private static string Above(long size, long optimum) => $"{100.0 * (size - optimum) / optimum:F4} %";
}
