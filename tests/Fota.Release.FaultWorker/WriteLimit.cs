using Fota.Errors;
using Fota.Release.Packaging;

namespace Fota.Release.FaultWorker;

/// <summary>Releases the image that lies there where the system cuts each file off at less than an image's length.</summary>
internal static class WriteLimit
{
    internal static int Run(Site site)
    {
        string before = string.Join('\n', site.Archive.ReleasedVersions(site.Product));
        try
        {
            UpdatePackager.Package(site.Request("2.0.0", release: true));
            throw new InvalidOperationException("the limit did not hold");
        }
        catch (FotaException e) when (e.Code == ReleaseErrors.OutputNotWritable)
        {
            Console.Out.WriteLine(e.Message);
        }

        site.RequireSound();
        return string.Join('\n', site.Archive.ReleasedVersions(site.Product)) == before
            ? 0
            : throw new InvalidOperationException("the archive changed");
    }
}
