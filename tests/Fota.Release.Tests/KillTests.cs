using System.Diagnostics;
using Fota.Release.Images;
using Fota.Release.Packaging;
using Fota.Release.Planning;
using Fota.Release.Publishing;
using Fota.Release.Store;
using Fota.Release.Tests.Support;

namespace Fota.Release.Tests;

/// <summary>kill -9 at random moments of packaging and releasing, by two processes that share one archive.</summary>
[Slow]
public sealed class KillTests : IDisposable
{
    private const int MostRounds = 50;

    private static readonly int s_leastRounds = Sweep.Of(sample: 10, whole: MostRounds);

    private readonly TemporaryFolder _folder = new();

    // How long a process may work before it is killed. It follows the machine: half of the kills shall come before a first operation is done.
    private int _longestRunMilliseconds = 150;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("build")]
    [InlineData("release")]
    public async Task A_killed_process_loses_nothing_that_it_finished_and_the_next_build_is_right(string scenario)
    {
        var outcomes = new List<Outcome>();
        // A kill in the middle of writing a file is what this is about; in few rounds there may be none.
        for (int round = 1; round <= s_leastRounds || (round <= MostRounds && outcomes.All(outcome => outcome.Leftovers == 0)); round++)
        {
            // Two processes in one archive at a time: while one is killed, the other holds or waits for the lock.
            int seed = round * 2;
            Outcome[] pair = await Task.WhenAll(Kill(scenario, "a", seed), Kill(scenario, "b", seed + 1));
            outcomes.AddRange(pair);
            _longestRunMilliseconds = pair.Any(outcome => outcome.Done.Count > 0)
                ? Math.Max(_longestRunMilliseconds * 3 / 4, 20)
                : Math.Min(_longestRunMilliseconds * 3 / 2, 5000);
            CheckArchive(scenario, pair);
            CheckNextBuild(pair[0], Next(pair[0], round));
        }

        int within = outcomes.Count(outcome => outcome.Begun is not null);
        int writing = outcomes.Count(outcome => outcome.Leftovers > 0);
        int finished = outcomes.Sum(outcome => outcome.Done.Count);
        TestContext.Current.SendDiagnosticMessage(
            "{0}: {1} kills, {2} within an operation, {3} in the middle of writing a file; {4} operations finished before",
            scenario, outcomes.Count, within, writing, finished);
        Assert.True(within > outcomes.Count / 2 && writing >= Sweep.Of(sample: 1, whole: MostRounds / 5) && finished > 0, $"{within}, {writing}, {finished}");
    }

    private async Task<Outcome> Kill(string scenario, string name, int seed)
    {
        string root = Directory.CreateDirectory(_folder[name]).FullName;
        ShareArchive(root);
        using Process worker = WorkerProcess.Start(scenario, root, seed, ProductOf(scenario, name).Name);
        string? begun = await worker.StandardOutput.ReadLineAsync();
        await Task.Delay(new Random(seed).Next(_longestRunMilliseconds));
        worker.Kill();
        var done = new List<string>();
        while (begun is not null)
        {
            string? line = await worker.StandardOutput.ReadLineAsync();
            if (line is null || !line.StartsWith("done", StringComparison.Ordinal))
                break;
            done.Add(line["done ".Length..]);
            begun = await worker.StandardOutput.ReadLineAsync();
        }

        await worker.WaitForExitAsync();
        string errors = await worker.StandardError.ReadToEndAsync();
        Assert.True(errors.Length == 0, errors);
        return new Outcome(root, ProductOf(scenario, name), done, begun?["begin ".Length..], Leftovers(root));
    }

    private PackagingRequest Next(Outcome outcome, int round)
    {
        byte[] image = TestFirmware.WithoutRecord(change: round);
        File.WriteAllBytes(Path.Combine(outcome.Root, "application.bin"), image);
        return new PackagingRequest
        {
            ImageFile = Path.Combine(outcome.Root, "application.bin"),
            Product = outcome.Product,
            Version = FirmwareVersion.Parse("9999.0.0"),
            ArchiveDirectory = ArchiveDirectory,
            OutputDirectory = Path.Combine(outcome.Root, "fota"),
            Signer = TestKeys.OpenFirst,
            PublicKeyFiles = [TestKeys.First.Public],
            Tool = "Fota.Build 0.0.0-dev",
        };
    }

    private static void CheckNextBuild(Outcome outcome, PackagingRequest request)
    {
        PackagingResult result = UpdatePackager.Package(request);

        Assert.False(result.Unchanged);
        BaseArchive archive = BaseArchive.Open(request.ArchiveDirectory);
        Assert.Empty(PackageVerifier.Verify(request.OutputDirectory, [TestKeys.FirstPublic], archive).Faults);
        Assert.Equal(0, Leftovers(Path.Combine(outcome.Root, "fota")));
    }

    private void CheckArchive(string scenario, Outcome[] pair)
    {
        BaseArchive archive = BaseArchive.Open(ArchiveDirectory);
        Assert.Empty(archive.Verify().Faults);
        if (scenario == "release")
            CheckReleases(archive, pair);
        else
            CheckBuilds(archive, pair);
    }

    private static void CheckReleases(BaseArchive archive, Outcome[] pair)
    {
        foreach (Outcome outcome in pair)
        {
            foreach (string[] done in outcome.Done.Select(line => line.Split(' ')))
                Assert.Equal(done[1], archive.Release(outcome.Product, FirmwareVersion.Parse(done[0])).Digest.ToString());
        }
    }

    private static void CheckBuilds(BaseArchive archive, Outcome[] pair)
    {
        // The current build is one that was finished last by either process, or was under way when they were killed.
        string?[] possible = [.. pair.SelectMany(outcome => (string?[])[outcome.Last, outcome.Begun]).Select(line => line?.Split(' ')[1])];
        ArchivedBuild? build = archive.FindBuild(pair[0].Product, "default");
        if (pair.Any(outcome => outcome.Done.Count > 0))
            Assert.Contains(build!.Current.Digest.ToString(), possible);
    }

    private string ArchiveDirectory => _folder["archive"];

    private void ShareArchive(string root)
    {
        string link = Path.Combine(root, "archive");
        if (!Directory.Exists(link))
            Directory.CreateSymbolicLink(link, Directory.CreateDirectory(ArchiveDirectory).FullName);
    }

    // Each file that is being written has another name until it is whole.
    private static int Leftovers(string root) => Directory.GetFiles(root, "*.fota-tmp", SearchOption.AllDirectories).Length;

    // Releases of one product are in order, so each process has its own; builds of one product replace each other.
    private static Product ProductOf(string scenario, string name) => Product.Parse(scenario == "release" ? "product " + name : "shared");

    private sealed record Outcome(string Root, Product Product, IReadOnlyList<string> Done, string? Begun, int Leftovers)
    {
        internal string? Last => Done is [.., var last] ? last : null;
    }
}
