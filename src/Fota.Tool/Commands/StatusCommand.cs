using System.CommandLine;
using Fota.Tool.CommandLine;
using Fota.Tool.Projects;

namespace Fota.Tool.Commands;

/// <summary><c>fota status</c>: what a project would do with the next build.</summary>
internal sealed class StatusCommand : FotaCommand
{
    private readonly Argument<string> _place = new("PROJECT")
    {
        Description = "The firmware project, or its folder",
        DefaultValueFactory = _ => ".",
    };

    private readonly ProjectOptions _projects = new();

    public StatusCommand()
        : base(
            "status",
            "Show a project's image, version, keys, bases and bounds, and what its next build will do.",
            "fota status",
            "fota status samples/Blinky -c Release",
            "fota status --json | jq .nextBuild")
    {
        Add(_place);
        _projects.AddTo(this);
    }

    public override Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        StatusReport report = StatusReport.Of(_projects.Load(arguments, arguments.GetRequiredValue(_place)));
        terminal.Answer(report, ToolJson.Shapes.StatusReport, report.Draw);
        return Task.FromResult(0);
    }
}
