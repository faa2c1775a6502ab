using Fota.Release.Images;
using Fota.Release.Store;

namespace Fota.Tool.Projects;

/// <summary>Says in sentences what the next build of a project does.</summary>
internal static class NextBuildPlan
{
    public static IEnumerable<string> Of(FirmwareProject project, BaseArchive archive)
    {
        IReadOnlyList<FirmwareVersion> released = archive.ReleasedVersions(project.Product);
        ArchivedBuild? build = archive.FindBuild(project.Product, project.Configuration);
        yield return $"writes the full image and its signature to {project.OutputDirectory}";
        if (released.Count > 0)
        {
            FirmwareVersion[] older = [.. released.Where(each => each < project.Version)];
            yield return older.Length == 0
                ? $"makes no patch: no release is below {project.Version}"
                : project.Bases.ToString() is { Length: > 0 } selection
                    ? $"makes patches ({project.PatchFormat}) from the releases in {selection}"
                    : $"makes a patch ({project.PatchFormat}) from release {older[^1]}";
            if (released.Contains(project.Version))
                yield return $"cannot become a release: {project.Version} is released already; raise the version";
            else if (released[^1] > project.Version)
                yield return $"cannot become a release: {released[^1]} is released, which is above {project.Version}";
        }
        else
        {
            yield return build is null
                ? "makes no patch: it is the first, and becomes the base of the build after it"
                : $"makes a patch ({project.PatchFormat}) from the build before it, {build.Current.Version}, if its image differs";
        }
    }
}
