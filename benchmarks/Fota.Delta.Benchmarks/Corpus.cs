using System.Globalization;

namespace Fota.Delta.Benchmarks;

/// <summary>Two releases of one firmware, and what tools reach for the way from one to the other.</summary>
/// <param name="Name">The image and both versions.</param>
/// <param name="Source">The old image.</param>
/// <param name="Target">The new image.</param>
/// <param name="Figures">Patch sizes in bytes by column of particle.tsv.</param>
public sealed record FirmwarePair(string Name, byte[] Source, byte[] Target, IReadOnlyDictionary<string, int> Figures)
{
    /// <summary>The size that no patch of a format can be below.</summary>
    public int Optimum(PatchFormat format) => Figures[format == PatchFormat.JojoDiff081 ? "optimum-0.8.1" : "optimum-0.8.5"];

    public override string ToString() => Name;
}

/// <summary>The firmware that benchmarks/fetch-corpus.sh fetches, with the recorded figures of benchmarks/particle.tsv.</summary>
public static class Corpus
{
    /// <summary>The top of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>All pairs.</summary>
    public static IReadOnlyList<FirmwarePair> Pairs { get; } = ReadPairs();

    /// <summary>Where an image lies.</summary>
    public static string ImagePath(string image, string version) =>
        Path.Combine(Root, "artifacts", "corpus", version, image + ".bin");

    private static List<FirmwarePair> ReadPairs()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Root, "benchmarks", "particle.tsv"));
        string[] columns = lines[0].Split('\t');
        var pairs = new List<FirmwarePair>();
        foreach (string line in lines[1..])
        {
            string[] fields = line.Split('\t');
            if (fields[0] == "TOTAL")
                continue;
            var figures = new Dictionary<string, int>();
            for (int i = 3; i < columns.Length; i++)
                figures[columns[i]] = int.Parse(fields[i], CultureInfo.InvariantCulture);
            pairs.Add(new($"{fields[0]} {fields[1]} {fields[2]}", ReadImage(fields[0], fields[1]), ReadImage(fields[0], fields[2]), figures));
        }
        return pairs;
    }

    private static byte[] ReadImage(string image, string version)
    {
        string path = ImagePath(image, version);
        return File.Exists(path)
            ? File.ReadAllBytes(path)
            : throw new FileNotFoundException($"The firmware corpus is missing: run benchmarks/fetch-corpus.sh, which fetches {path}.");
    }

    private static string FindRoot()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Fota.Build.sln")))
                return folder;
        }
        throw new DirectoryNotFoundException("Run from within the repository: no folder above the program has Fota.Build.sln.");
    }
}
