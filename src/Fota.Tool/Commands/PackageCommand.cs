using System.CommandLine;
using Fota.Errors;
using Fota.Release;
using Fota.Release.Gate;
using Fota.Release.Packaging;
using Fota.Release.Planning;
using Fota.Release.Reports;
using Fota.Release.Settings;
using Fota.Tool.CommandLine;
using Fota.Tool.Projects;

namespace Fota.Tool.Commands;

/// <summary><c>fota package</c>: all that a build does with an image, for builds without MSBuild.</summary>
internal sealed class PackageCommand : FotaCommand
{
    private readonly Argument<string> _place = new("PROJECT")
    {
        Description = "The folder with fota.json, or the firmware project",
        DefaultValueFactory = _ => ".",
    };

    private readonly ProjectOptions _projects = new();

    public PackageCommand()
        : base(
            "package",
            "Make the update package of the image that was built: patches, gate, signatures, emulated device, files, archive. The same bytes as dotnet build makes.",
            "fota package",
            "fota package firmware -p:FotaVersion=1.4.0 -p:FotaRelease=true",
            "fota package firmware -p:FotaEmulate=true -p:FotaReport=true")
    {
        Add(_place);
        _projects.AddTo(this);
    }

    public override async Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        FirmwareProject project = _projects.Load(arguments, arguments.GetRequiredValue(_place));
        ProjectSettings settings = project.Settings;
        if (!settings.Enabled)
        {
            terminal.Answer(new PackageResult(settings.OutputDirectory, [], [], null), ToolJson.Shapes.PackageResult, ["FotaEnabled is false: no package is made"]);
            return 0;
        }

        PackagingRequest request = project.Request();
        PackagingResult result = await terminal.WithStatusAsync(
            "The package is made", () => Task.Run(() => UpdatePackager.Package(request, cancellationToken), cancellationToken));
        foreach (Diagnostic warning in result.Warnings)
        {
            // At a desk a first build has no base, and that is right. A build server without one has lost its archive.
            if (warning.Code == ReleaseErrors.BaseMissing && !settings.BaseExpected)
                terminal.Note(warning.What);
            else
                terminal.Warn($"{warning.Code.Id} {warning.What} {warning.Advice}");
        }
        string? released = result.Released is { } release ? $"released {release.Product} {release.Version}: kept in {settings.ArchiveDirectory}" : null;
        terminal.Answer(
            new PackageResult(settings.OutputDirectory, [.. result.Files.Select(Path.GetFileName)!], [.. result.Gate.Select(each => each.What)], result.Released?.Version.ToString()),
            ToolJson.Shapes.PackageResult,
            [.. PackageSummary.Lines(result, settings.OutputDirectory), .. released is null ? Array.Empty<string>() : [released]]);
        if (result.Gate.FirstOrDefault(bound => !bound.Passed) is { } broken)
            throw new FotaException(broken.Code, broken.What, broken.Advice);
        return 0;
    }
}

/// <summary>The answer of <c>fota package</c>.</summary>
/// <param name="OutputDirectory">The update folder.</param>
/// <param name="Files">The names of the files in it; none where the gate refused.</param>
/// <param name="Gate">Each bound that is set, as a sentence.</param>
/// <param name="Released">The version that became a release; null where none did.</param>
internal sealed record PackageResult(string OutputDirectory, IReadOnlyList<string> Files, IReadOnlyList<string> Gate, string? Released);
