using Fota.Signing;

namespace Fota.Release.FaultWorker;

/// <summary>Writes one of each: keys, a package, a release.</summary>
internal static class WriteOrder
{
    internal static int Run(Site site)
    {
        KeyFiles.Create(Path.Combine(site.Root, "new-keys"), KeyType.EcP256, withHeader: true);
        site.Package("1.0.0", Site.Image(1), release: true);
        site.Package("1.1.0", Site.Image(2), release: true);
        return 0;
    }
}
