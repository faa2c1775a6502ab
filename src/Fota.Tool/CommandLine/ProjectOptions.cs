using System.CommandLine;
using Fota.Errors;
using Fota.Tool.Projects;

namespace Fota.Tool.CommandLine;

/// <summary>Which project a command is about, and with which properties, as <c>dotnet build</c> takes them.</summary>
internal sealed class ProjectOptions
{
    private readonly Option<string?> _configuration = new("--configuration", "-c") { Description = "The build configuration, such as Release", HelpName = "NAME" };
    private readonly Option<string[]> _properties = new("--property", "-p")
    {
        Description = "An MSBuild property, as for dotnet build",
        HelpName = "NAME=VALUE",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_configuration);
        command.Add(_properties);
    }

    /// <summary>Evaluates the project.</summary>
    /// <exception cref="FotaException">It is not found, faulty or not restored.</exception>
    public FirmwareProject Load(ParseResult arguments, string place) => FirmwareProject.Load(place, GlobalProperties(arguments));

    private Dictionary<string, string> GlobalProperties(ParseResult arguments)
    {
        var global = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (arguments.GetValue(_configuration) is { } name)
            global["Configuration"] = name;
        foreach (string pair in arguments.GetValue(_properties) ?? [])
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
                throw new FotaException(ToolErrors.CommandLine, $"'{pair}' is no property.", "Write it as NAME=VALUE.");
            global[pair[..equals]] = pair[(equals + 1)..];
        }

        return global;
    }
}
