using System.CommandLine;
using Fota.Release.Bases.Packages;
using Fota.Release.Planning;
using Fota.Tool.CommandLine;
using Fota.Tool.Projects;

namespace Fota.Tool.Commands.Bases;

/// <summary><c>fota bases pack</c>: a release as a NuGet package.</summary>
internal sealed class BasesPackCommand : FotaCommand
{
    private readonly Argument<string> _place = new("PROJECT")
    {
        Description = "The firmware project, or its folder",
        DefaultValueFactory = _ => ".",
    };

    private readonly Option<string?> _release = new("--release") { Description = "A folder with the published files of a release (default: the project's update folder, if it is released)", HelpName = "FOLDER" };
    private readonly Option<string> _output = new("--out") { Description = "The folder that the package goes to", HelpName = "FOLDER", DefaultValueFactory = _ => "." };
    private readonly ProjectOptions _projects = new();

    public BasesPackCommand()
        : base(
            "pack",
            "Pack a release for a NuGet feed, from which other machines take it as a base: image, manifest, signatures. The same bytes as dotnet pack makes.",
            "fota bases pack",
            "fota bases pack --release published/1.0.0 --out packages")
    {
        Add(_place);
        Add(_release);
        Add(_output);
        _projects.AddTo(this);
    }

    public override Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        FirmwareProject project = _projects.Load(arguments, arguments.GetRequiredValue(_place));
        PackagingRequest request = project.RequestUnsigned();
        BasePackage package = arguments.GetValue(_release) is { } folder
            ? BasePacking.PackFolder(folder, request, project.Settings.BasePackageId)
            : BasePacking.PackRelease(request, project.Settings.BasePackageId);
        string path = BasePacking.Write(package, arguments.GetRequiredValue(_output));
        var result = new PackedBaseResult(path, package.Id.Text, package.Manifest.Version.ToString(), package.Content.Length, package.Manifest.Image.Digest.ToString());
        terminal.Answer(
            result,
            ToolJson.Shapes.PackedBaseResult,
            [$"{path}: {result.Id} {result.Version}, {result.Size:N0} bytes, image {result.Sha256}", "publish it with dotnet nuget push"]);
        return Task.FromResult(0);
    }
}

/// <summary>The answer of <c>fota bases pack</c>; <see cref="Sha256"/> is that of the image.</summary>
internal sealed record PackedBaseResult(string Package, string Id, string Version, long Size, string Sha256);
