using System.Security.Cryptography;

namespace Fota.EndToEnd;

/// <summary>The same sources give the same bytes, wherever and by whomever they are built.</summary>
public sealed class ReproducibleTests(PackedFeed feed)
{
    [Fact]
    public async Task Two_machines_build_the_same_release_and_the_same_update()
    {
        using var here = new FirmwareProject(feed, "here");
        using var there = new FirmwareProject(feed, "somewhere else, с пробелами");
        there.Environment["LC_ALL"] = "tr_TR.UTF-8";
        there.Environment["LANG"] = "tr_TR.UTF-8";
        there.Environment["TZ"] = "Asia/Kathmandu";
        there.Environment["USER"] = "somebody";
        there.Environment["HOME"] = there.Root;

        foreach (FirmwareProject project in (FirmwareProject[])[here, there])
        {
            (await project.Build("-p:FotaRelease=true")).ShouldSucceed();
            await project.ChangeToNextVersion();
            (await project.Build("-p:FotaReport=true")).ShouldSucceed();
        }

        IReadOnlyDictionary<string, string> expected = Digests(here);
        Assert.Contains("update.fota", expected.Keys);
        Assert.Equal(expected, Digests(there));
    }

    private static SortedDictionary<string, string> Digests(FirmwareProject project) => new(
        Directory.EnumerateFiles(project.PathOf("bin", "Debug", "fota"))
            .ToDictionary(file => Path.GetFileName(file), file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))),
        StringComparer.Ordinal);
}
