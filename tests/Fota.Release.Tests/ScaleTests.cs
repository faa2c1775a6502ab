using System.Diagnostics;
using Fota.Release.Images;
using Fota.Release.Packaging;
using Fota.Release.Planning;
using Fota.Release.Tests.Support;

namespace Fota.Release.Tests;

/// <summary>Large archives and many bases. What is judged is work, which other load on the machine does not change; the times are printed.</summary>
[Collection(nameof(ScaleTests))]
[CollectionDefinition(nameof(ScaleTests), DisableParallelization = true)]
[Slow]
public sealed class ScaleTests
{
    private const int ImageSize = 256 * 1024;

    [Fact]
    public void With_500_releases_a_build_reads_and_computes_no_more_than_with_5()
    {
        using var small = new Workshop();
        using var large = new Workshop();
        Fill(small, 5);
        Fill(large, 500);
        var few = new List<Work>();
        var many = new List<Work>();
        for (int round = 0; round < 10; round++)
        {
            few.Add(BuildNew(small, round));
            many.Add(BuildNew(large, round));
        }

        Work least = Work.Least(few), most = Work.Least(many);
        Report($"a build with 5 releases {least}, with 500 releases {most}");
        // Names of files are all that 495 releases may add: opening each would be a read or more, and half a kilobyte.
        Assert.InRange(most.Reads - least.Reads, -100, 100);
        Assert.InRange(most.BytesRead - least.BytesRead, -50_000, 50_000);
        Assert.InRange(most.Allocated - least.Allocated, -2_000_000, 2_000_000);
    }

    [Fact]
    public void An_unchanged_build_is_recognised_without_making_anything_also_with_500_releases()
    {
        using var shop = new Workshop();
        Fill(shop, 500);
        PackagingRequest request = shop.Request("999.0.0", TestFirmware.Image("999.0.0", ImageSize, change: 1));
        UpdatePackager.Package(request);
        int opened = shop.SignersOpened;
        Work least = Work.Least(Enumerable.Range(0, 15).Select(_ => Work.Of(() => Assert.True(UpdatePackager.Package(request).Unchanged))));

        Report($"an unchanged build of 256 KB takes {least}");
        Assert.Equal(opened, shop.SignersOpened);
        // The image, the base and the package's files once each, and nothing written.
        Assert.InRange(least.BytesRead, ImageSize, 8 * ImageSize);
        Assert.InRange(least.Allocated, 0, 8 * ImageSize);
        Assert.Equal(0, least.BytesWritten);
    }

    [Fact]
    public void Twenty_bases_at_once_use_both_cores()
    {
        Assert.True(Environment.ProcessorCount > 1, "This test needs a machine with two cores.");
        using var shop = new Workshop();
        Fill(shop, 20);
        PackagingRequest request = shop.Request("999.0.0", TestFirmware.Image("999.0.0", ImageSize, change: 1)) with
        {
            Bases = BaseSelection.Parse("[0.0.1,)"),
        };
        Dictionary<int, TimeSpan> before = ThreadTimes();

        Work total = Work.Of(() => Assert.Equal(20, UpdatePackager.Package(request).Patches.Count));

        // By the work of each thread, not by the clock: a loaded machine gives less of both cores.
        double[] work = [.. ThreadTimes().Select(thread => (thread.Value - before.GetValueOrDefault(thread.Key)).TotalMilliseconds)];
        double share = work.Max() / work.Sum();
        Report($"20 patches of 256 KB images in {total.Milliseconds:0} ms, {work.Sum():0} ms of work; the busiest thread did {share:0%}");
        Assert.True(share < 0.7, $"one thread did {share:0%} of the work");
    }

    private static Dictionary<int, TimeSpan> ThreadTimes()
    {
        using var process = Process.GetCurrentProcess();
        return process.Threads.Cast<ProcessThread>().ToDictionary(thread => thread.Id, thread => thread.TotalProcessorTime);
    }

    // Written as the archive writes it, without waiting for the disk 1500 times.
    private static void Fill(Workshop shop, int count)
    {
        Promote(shop, 1);
        string release = Directory.GetFiles(shop.ArchiveDirectory, "1.0.0.json", SearchOption.AllDirectories).Single();
        string image = Directory.GetFiles(shop.ArchiveDirectory, "*.bin", SearchOption.AllDirectories).Single();
        string template = File.ReadAllText(release);
        string digest = Path.GetFileNameWithoutExtension(image);
        for (int number = 2; number < count; number++)
        {
            byte[] bytes = TestFirmware.Image($"{number}.0.0", ImageSize, change: number);
            string name = Sha256Digest.Of(bytes).ToString();
            File.WriteAllBytes(image.Replace(digest, name, StringComparison.Ordinal), bytes);
            File.WriteAllText(
                release.Replace("1.0.0.json", $"{number}.0.0.json", StringComparison.Ordinal),
                template.Replace(digest, name, StringComparison.Ordinal).Replace("\"1.0.0\"", $"\"{number}.0.0\"", StringComparison.Ordinal));
        }

        Promote(shop, count);
        Assert.Equal(count, shop.Archive.Releases(TestFirmware.Product).Count);
    }

    private static void Promote(Workshop shop, int number) => shop.Archive.Promote(
        TestFirmware.Product,
        FirmwareVersion.Parse($"{number}.0.0"),
        new FirmwareImage(TestFirmware.Image($"{number}.0.0", ImageSize, change: number)));

    private static Work BuildNew(Workshop shop, int round)
    {
        PackagingRequest request = shop.Request("999.0.0", TestFirmware.Image("999.0.0", ImageSize, change: 1000 + round));
        return Work.Of(() => Assert.Single(UpdatePackager.Package(request).Patches));
    }

    private static void Report(string figure) => TestContext.Current.SendDiagnosticMessage("{0}", figure);
}
