using Fota.Release.Images;

namespace Fota.Release.FaultWorker;

/// <summary>Works until it is killed. Says what it is about to do and what is done, one line each.</summary>
internal static class Endless
{
    internal static int Build(Site site, int seed)
    {
        WarmUp(site);
        for (int number = seed * 10_000; ; number++)
        {
            byte[] image = Site.Image(number);
            Say("begin", "0.1.0", image);
            site.Package("0.1.0", image, release: false);
            Say("done", "0.1.0", image);
        }
    }

    internal static int Release(Site site, int seed)
    {
        WarmUp(site);
        for (int number = 0; ; number++)
        {
            byte[] image = Site.Image((seed * 10_000) + number);
            string version = $"{seed}.{number}.0";
            Say("begin", version, image);
            site.Package(version, image, release: true);
            Say("done", version, image);
        }
    }

    // Compiles the code, so that the kill hits the disk's work and not the compiler's.
    private static void WarmUp(Site site)
    {
        Site scratch = site.Beside("warm");
        for (int number = 1; number < 3; number++)
            scratch.Package($"0.{number}.0", Site.Image(number), release: number > 1);
        Directory.Delete(scratch.Root, recursive: true);
    }

    private static void Say(string what, string version, byte[] image)
    {
        Console.Out.WriteLine($"{what} {version} {Sha256Digest.Of(image)}");
        Console.Out.Flush();
    }
}
