using Fota.Delta;
using Fota.Errors;
using Fota.Release.Bases;
using Fota.Release.Bases.Packages;
using Fota.Release.Images;
using Fota.Release.Packaging;
using Fota.Release.Store;

namespace Fota.Release.Planning;

/// <summary>
/// What will be done, of what, and why, before any of it is done. The build, <c>fota status</c> and <c>fota release</c> make the same
/// plan of the same request, and print it or carry it out.
/// </summary>
public sealed record PackagingPlan
{
    private PackagingPlan()
    {
    }

    /// <summary>What was asked for.</summary>
    public required PackagingRequest Request { get; init; }

    /// <summary>The image; null before the first build.</summary>
    public required FirmwareImage? Image { get; init; }

    /// <summary>Where bases are read from: the archive, and all that the project names besides.</summary>
    public required BaseSources Sources { get; init; }

    /// <summary>The archive that releases and builds go to.</summary>
    public required BaseArchive Archive { get; init; }

    /// <summary>The bases, newest first; where the build is split over machines, those of this one.</summary>
    public required IReadOnlyList<ArchivedImage> Bases { get; init; }

    /// <summary>Whether there is a base at all, be it another machine's.</summary>
    public required bool HasBase { get; init; }

    /// <summary>The versions that <c>FotaBaseVersions</c> lists and that are not where bases are taken from.</summary>
    public required IReadOnlyList<FirmwareVersion> Missing { get; init; }

    /// <summary>All released versions, oldest first.</summary>
    public required IReadOnlyList<FirmwareVersion> Released { get; init; }

    /// <summary>The release of the very version that is built; null where there is none.</summary>
    public required ArchivedImage? ReleaseOfVersion { get; init; }

    /// <summary>The build before this one in the same configuration; null where there is none, and once there is a release.</summary>
    public required ArchivedBuild? LastBuild { get; init; }

    /// <summary>The newest released version; null while there is no release.</summary>
    public FirmwareVersion? LatestRelease => Released is [.., var latest] ? latest : null;

    /// <summary>Makes the plan. Reads the image, and of the archive names and the metadata of the selected bases; a base outside the archive is read and proven. Nothing is written.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="imageMayBeMissing">Whether the plan is made although the firmware's build has made no image yet.</param>
    /// <exception cref="FotaException">What is asked for cannot be: no image (FOTA3005), a base above the version (FOTA3032), ...</exception>
    public static PackagingPlan Make(PackagingRequest request, bool imageMayBeMissing = false)
    {
        ArgumentNullException.ThrowIfNull(request);
        FirmwareImage? image = imageMayBeMissing && !File.Exists(request.ImageFile) ? null : FirmwareImage.Load(request.ImageFile, request.ImageFill);
        if (image is not null)
            ImageInfoCheck.RequireWrapper(image, request.ImageFormat);
        var archive = BaseArchive.Open(request.ArchiveDirectory, request.Clock, request.LockTimeout);
        BaseSources sources = BaseSources.Open(archive, request.Product, request.Origins, request.ImageFill);
        IReadOnlyList<FirmwareVersion> released = sources.Versions;
        IReadOnlyList<FirmwareVersion> selected =
            request.Bases.Select(sources.Selectable, sources.Named, request.Version, out IReadOnlyList<FirmwareVersion> missing);
        ArchivedBuild? lastBuild = released.Count == 0 ? archive.FindBuild(request.Product, request.Configuration) : null;
        ArchivedImage[] bases = lastBuild is not null && !request.Release
            ? PreviousBuild(lastBuild, image)
            : [.. selected.Where((_, index) => request.Part?.Has(index) ?? true).Select(version => sources.Release(version)).DistinctBy(release => release.Digest)];
        foreach (ArchivedImage source in bases)
            VersionOrder.Require(request.Version, source.Version);
        return new PackagingPlan
        {
            Request = image is not null && request.Formats.Contains(PatchFormat.Compact) && LinkAddress.Of(image, request) is { } address
                ? request with { Compact = request.Compact with { BaseAddress = address } }
                : request,
            Image = image,
            Sources = sources,
            Archive = archive,
            Bases = bases,
            HasBase = bases.Length > 0 || selected.Count > 0,
            Missing = missing,
            Released = released,
            ReleaseOfVersion = released.Contains(request.Version) ? sources.Release(request.Version) : null,
            LastBuild = lastBuild,
        };
    }

    /// <summary>Whether the image is released under its version already. If that is the first release, there is nothing to make a patch from.</summary>
    internal bool IsRebuildOfRelease => Image is not null && ReleaseOfVersion?.Digest == Image.Digest;

    /// <summary>Refuses what the archive would refuse at the end, before anything is signed.</summary>
    /// <exception cref="FotaException">The image is to be a release and cannot (FOTA3026, FOTA3027).</exception>
    internal void RequireReleasable()
    {
        if (!Request.Release)
            return;
        Archive.RequirePromotable(Request.Product, Request.Version, Image!, Request.AllowOlder);
        Sources.RequireReleasable(Request.Version, Image!, Request.AllowOlder);
    }

    /// <summary>What the user should know of the bases.</summary>
    public IEnumerable<Diagnostic> Warnings()
    {
        if (ReleaseOfVersion is not null && Image is not null && !IsRebuildOfRelease)
        {
            yield return new Diagnostic(
                ReleaseErrors.BuildOfReleasedVersion,
                $"{Request.Product} {Request.Version} is released with other bits; this build cannot become a release.",
                "Raise FotaVersion, or Version, above the latest release.");
        }

        if (Missing.Count > 0)
        {
            yield return new Diagnostic(
                ReleaseErrors.BaseMissing,
                $"{Place} has no release {string.Join(", ", Missing)}; devices that run it get the full image.",
                $"{HowToGetBases} Set FotaRequireBase to make this an error.");
        }
        else if (!HasBase && !IsRebuildOfRelease && !IsFirstRelease)
        {
            yield return new Diagnostic(
                ReleaseErrors.BaseMissing,
                $"{Place} {WhyNoBase}: there is no patch, only the full image.",
                $"This is right for a first build. Otherwise: {HowToGetBases} Set FotaRequireBase to make this an error.");
        }
    }

    /// <summary>Where the releases are that bases are selected from, as the beginning of a sentence.</summary>
    internal string Place => Request.Origins.Places == BasePlaces.Archive ? $"The archive '{Request.ArchiveDirectory}'" : PlaceInShort;

    /// <summary>The same within a sentence.</summary>
    internal string PlaceInShort => Request.Origins.Places switch
    {
        BasePlaces.Archive => "the archive",
        BasePlaces.Packages => BaseLock.FileName,
        _ => $"{BaseLock.FileName} or the archive",
    };

    /// <summary>What brings bases back that should be there.</summary>
    internal string HowToGetBases => Request.Origins.Places.HasFlag(BasePlaces.Packages)
        ? "Pin the packages with fota bases update."
        : "Restore the archive, or add the images that devices run with fota bases add.";

    /// <summary>Why no patch is made, as the end of a sentence that begins with the place.</summary>
    internal string WhyNoBase => LatestRelease is not null
        ? $"has no release below {Request.Version} that is asked for"
        : Request.Release ? $"has no release of {Request.Product} yet" : $"has no release of {Request.Product}, and no build with other bits";

    // Nothing can have been lost that never was; FotaBaseVersions would say what to miss.
    private bool IsFirstRelease => Request.Release && Released.Count == 0 && Request.Bases.IsLatest;

    private static ArchivedImage[] PreviousBuild(ArchivedBuild last, FirmwareImage? image)
    {
        ArchivedImage? source = image is null ? last.Current : last.BaseFor(image.Digest);
        return source is null ? [] : [source];
    }
}
