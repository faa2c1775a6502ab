using System.CommandLine;
using Fota.Tool.CommandLine;
using Fota.Tool.Feeds;
using Fota.Tool.Projects;

namespace Fota.Tool.Commands.Bases;

/// <summary>The project whose bases lie in feeds, and how long a feed may take.</summary>
internal sealed class FeedOptions
{
    private readonly Argument<string> _place = new("PROJECT")
    {
        Description = "The firmware project, or its folder",
        DefaultValueFactory = _ => ".",
    };

    private readonly Option<int> _timeout = new("--timeout") { Description = "How many seconds a feed may take for an answer", HelpName = "SECONDS", DefaultValueFactory = _ => 100 };
    private readonly ProjectOptions _projects = new();

    /// <summary>Adds argument and options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_place);
        command.Add(_timeout);
        _projects.AddTo(command);
        _timeout.Accept(seconds => seconds is >= 1 and <= 3600, "--timeout must be 1 to 3600 seconds.");
    }

    /// <summary>Reads the project.</summary>
    public FirmwareProject Load(ParseResult arguments) => _projects.Load(arguments, arguments.GetRequiredValue(_place));

    /// <summary>Opens the feeds of the project.</summary>
    public TeamFeeds Open(ParseResult arguments, FirmwareProject project) => TeamFeeds.Open(
        project.Settings.BasePackageId, Path.GetDirectoryName(project.Path)!, TimeSpan.FromSeconds(arguments.GetValue(_timeout)));
}
