using System.CommandLine;
using Fota.Release.Files;
using Fota.Release.Images;
using Fota.Tool.CommandLine;
using Fota.Tool.Projects;

namespace Fota.Tool.Commands;

/// <summary><c>fota headers</c>: what the firmware compiles in, for builds without MSBuild.</summary>
internal sealed class HeadersCommand : FotaCommand
{
    private readonly Argument<string> _place = new("PROJECT")
    {
        Description = "The folder with fota.json, or the firmware project",
        DefaultValueFactory = _ => ".",
    };

    private readonly Option<string?> _depfile = new("--depfile") { Description = "Write a make rule that says what the headers depend on", HelpName = "FILE" };
    private readonly ProjectOptions _projects = new();

    public HeadersCommand()
        : base(
            "headers",
            "Write update_certs.h (public keys) and fota_version.h (product, version, security counter) where they differ from what is there.",
            "fota headers",
            "fota headers firmware --depfile build/fota.d -p:FotaVersion=1.4.0")
    {
        Add(_place);
        Add(_depfile);
        _projects.AddTo(this);
    }

    public override Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        FirmwareProject project = _projects.Load(arguments, arguments.GetRequiredValue(_place));
        IReadOnlyList<(string Path, bool Written)> headers = FirmwareHeaders.Write(project.Settings);
        if (arguments.GetValue(_depfile) is { } file)
        {
            string[] sources = [project.Path, .. project.Settings.PublicKeyFiles];
            GeneratedFile.Write(Path.GetFullPath(file), Rule([.. headers.Select(header => header.Path)], sources), "Name a file that can be written for --depfile.");
        }

        terminal.Answer(
            new HeadersResult([.. headers.Select(header => header.Path)]),
            ToolJson.Shapes.HeadersResult,
            [.. headers.Select(header => header.Written ? header.Path : $"{header.Path}, as it was")]);
        return Task.FromResult(0);
    }

    private static string Rule(string[] targets, string[] sources)
    {
        string depends = string.Join(" ", sources.Select(Escaped));
        // A source that is gone is no reason for make to stop: the next run says what is missing.
        return $"{string.Join(" ", targets.Select(Escaped))}: {depends}\n\n{string.Concat(sources.Select(source => $"{Escaped(source)}:\n"))}";
    }

    private static string Escaped(string path) => path
        .Replace('\\', '/')
        .Replace("$", "$$", StringComparison.Ordinal)
        .Replace("#", "\\#", StringComparison.Ordinal)
        .Replace(" ", "\\ ", StringComparison.Ordinal);
}

/// <summary>The answer of <c>fota headers</c>.</summary>
internal sealed record HeadersResult(IReadOnlyList<string> Headers);
