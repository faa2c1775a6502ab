using System.CommandLine;
using System.CommandLine.Help;
using Fota.Tool.Commands;
using Fota.Tool.Commands.Bases;

namespace Fota.Tool.CommandLine;

/// <summary>The command <c>fota</c> and the options that all of its commands share.</summary>
internal static class FotaRootCommand
{
    /// <summary>What people type.</summary>
    public const string Name = "fota";

    private static readonly string[] s_examples =
    [
        "fota keygen keys                                 make a key pair for a product",
        "fota diff old.bin new.bin update.diff            make a patch",
        "fota explain old.bin new.bin --elf new.elf       see what the patch pays for",
        "fota status path/to/project                      see what the next build will do",
    ];

    /// <summary>Asks for one JSON document instead of text for a person.</summary>
    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Print the answer (and an error) as JSON; shapes are in docs/cli.md",
        Recursive = true,
    };

    /// <summary>Builds the whole command tree.</summary>
    public static RootCommand Create()
    {
        var root = new RootCommand("Delta updates for firmware: small patches, signed images, bases that are never lost.")
        {
            HelpName = Name,
        };
        root.Add(Json);
        root.Add(new InitCommand());
        root.Add(new KeygenCommand());
        root.Add(new CertsCommand());
        root.Add(new SignCommand());
        root.Add(new VerifyCommand());
        root.Add(new StatusCommand());
        root.Add(new HeadersCommand());
        root.Add(new PackageCommand());
        root.Add(new DeviceSourcesCommand());
        root.Add(new ReleaseCommand());
        root.Add(BasesCommand.Create());
        root.Add(new EmulateCommand());
        root.Add(EmulatorInstallCommand.CreateGroup());
        root.Add(new DiffCommand());
        root.Add(new PatchCommand());
        root.Add(new InspectCommand());
        root.Add(new PublishCommand());
        root.Add(new ServeCommand());
        root.Add(new ExplainCommand());
        root.Add(new HistoryCommand());
        root.Add(new AirtimeCommand());
        root.Add(new CompletionCommand());
        foreach (Option option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction usual } help)
            {
                help.Action = new HelpWithExamples(usual, s_examples);
                // Where paths begin with a slash, '/h' is a file.
                help.Aliases.Remove("/h");
                help.Aliases.Remove("/?");
            }
        }

        return root;
    }
}
