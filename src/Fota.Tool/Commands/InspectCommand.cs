using System.CommandLine;
using Fota.Release.Manifest;
using Fota.Release.Publishing;
using Fota.Tool.CommandLine;
using Fota.Tool.Inspection;

namespace Fota.Tool.Commands;

/// <summary><c>fota inspect</c>: says what a file of an update is and what is in it.</summary>
internal sealed class InspectCommand : FotaCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "An update folder, manifest, update.fota, patch or image (also ELF, Intel HEX, S-record, UF2); - for standard input" };
    private readonly Option<bool> _operations = new("--operations") { Description = "List every operation of a patch" };

    private readonly Option<string?> _fill = CommonOptions.Fill();

    public InspectCommand()
        : base(
            "inspect",
            "Show what is in a package and what would be sent to whom; or what is in a patch, an update.fota or an image.",
            "fota inspect bin/Debug/fota",
            "fota inspect update.diff",
            "fota inspect update.diff --operations",
            "fota inspect zephyr.signed.bin",
            "fota inspect update.fota --json")
    {
        Add(_file);
        Add(_operations);
        Add(_fill);
    }

    public override Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        string path = arguments.GetRequiredValue(_file);
        if (Directory.Exists(path))
        {
            AnswerPackage(terminal, new PackageReader(path).Manifest());
            return Task.FromResult(0);
        }

        byte[] content = InputFile.Read(path);
        bool list = arguments.GetValue(_operations);
        if (content.AsSpan().TrimStart(" \t\r\n"u8).StartsWith("{"u8))
        {
            AnswerPackage(terminal, UpdateManifest.Read(content));
            return Task.FromResult(0);
        }

        // FOTAINFO begins like the container's magic, but an image begins with its vector table.
        if (content.AsSpan().StartsWith("FOTA"u8))
        {
            ContainerReport container = ContainerReport.Of(content, list);
            terminal.Answer(container, ToolJson.Shapes.ContainerReport, container.Draw);
        }
        else if (ImageReport.Of(content, path, arguments.FillOf(_fill)) is { } image)
        {
            terminal.Answer(image, ToolJson.Shapes.ImageReport, image.Draw);
        }
        else
        {
            PatchReport patch = PatchReport.Of(content, list);
            terminal.Answer(patch, ToolJson.Shapes.PatchReport, patch.Draw);
        }

        return Task.FromResult(0);
    }

    private static void AnswerPackage(Terminal terminal, UpdateManifest manifest)
    {
        PackageReport package = PackageReport.Of(manifest);
        terminal.Answer(package, ToolJson.Shapes.PackageReport, package.Draw);
    }
}
