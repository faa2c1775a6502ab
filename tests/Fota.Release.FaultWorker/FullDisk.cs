using Fota.Errors;

namespace Fota.Release.FaultWorker;

/// <summary>Takes up room on a small disk.</summary>
internal sealed class Filler(string path)
{
    internal void Leave(long bytes)
    {
        Clear();
        long free = new DriveInfo(Path.GetDirectoryName(path)!).AvailableFreeSpace;
        if (free > bytes)
            File.WriteAllBytes(path, new byte[free - bytes]);
    }

    internal void Clear() => File.Delete(path);
}

/// <summary>Releases on a disk with less and less room: each attempt is done or refused with its reason, and nothing is lost.</summary>
internal static class FullDisk
{
    private const int Step = 4096;
    private const int MostRoom = 50 * Step;

    internal static int Run(Site site, Filler filler)
    {
        var released = new List<string>();
        int refused = 0;
        for (int room = 0, number = 1; room < MostRoom; room += Step, number++)
        {
            byte[] image = Site.Image(number);
            string version = $"1.{number}.0";
            filler.Leave(room + image.Length);
            try
            {
                site.Package(version, image, release: true);
                released.Add(version);
            }
            catch (FotaException e) when (e.Code == ReleaseErrors.ArchiveNotAccessible || e.Code == ReleaseErrors.OutputNotWritable)
            {
                refused++;
            }

            Require(site, released);
            filler.Clear();
            site.Package(version, image, release: true);
            site.RequireValidPackage();
            if (released is not [.., var last] || last != version)
                released.Add(version);
            site.Archive.Prune(site.Product, keep: 2);
            released = [.. released.TakeLast(2)];
        }

        Console.Out.WriteLine($"refused {refused}");
        return refused is > 5 and < MostRoom / Step ? 0 : throw new InvalidOperationException($"{refused} attempts were refused");
    }

    private static void Require(Site site, List<string> released)
    {
        site.RequireSound();
        string[] there = [.. site.Archive.ReleasedVersions(site.Product).Select(version => version.ToString())];
        if (released.Except(there).FirstOrDefault() is { } lost)
            throw new InvalidOperationException($"release {lost} is lost");
    }
}
