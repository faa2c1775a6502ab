using Fota.Errors;
using Fota.Release.Packaging;

namespace Fota.Release.FaultWorker;

/// <summary>Works with an archive on a read-only disk that has release 1.0.0.</summary>
internal static class ReadOnlyArchive
{
    internal static int Run(Site site)
    {
        PackagingResult built = site.Package("1.1.0", Site.Image(2), release: false);
        if (built.Patches is not [{ IsOffered: true }])
            throw new InvalidOperationException("a plain build does not find its base");
        site.RequireValidPackage();
        try
        {
            site.Package("1.1.0", Site.Image(2), release: true);
        }
        catch (FotaException e) when (e.Code == ReleaseErrors.ArchiveNotAccessible)
        {
            Console.Out.WriteLine(e.Message);
            site.RequireSound();
            return 0;
        }

        throw new InvalidOperationException("the archive is not read-only");
    }
}
