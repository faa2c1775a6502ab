using System.CommandLine;
using Fota.Errors;
using Fota.Release.Images;
using Fota.Release.Store;
using Fota.Signing;
using Fota.Tool.CommandLine;

namespace Fota.Tool.Commands.Bases;

/// <summary><c>fota bases</c>: the archive of images that devices run.</summary>
internal static class BasesCommand
{
    public static Command Create() => new("bases", "List, add, promote, remove and verify the images that patches are made from; pack them for feeds, and take them from feeds.")
    {
        new BasesListCommand(),
        new BasesShowCommand(),
        new BasesAddCommand(),
        new BasesPromoteCommand(),
        new BasesRemoveCommand(),
        new BasesVerifyCommand(),
        new BasesPruneCommand(),
        new BasesPackCommand(),
        new BasesUpdateCommand(),
        new BasesFetchCommand(),
        new BasesStatusCommand(),
    };
}

/// <summary>Which archive and product a command is about: those of a project, or an archive's folder.</summary>
internal sealed class ArchiveChoice
{
    private readonly Argument<string> _place = new("PLACE")
    {
        Description = "The firmware project or its folder, or an archive's folder",
        DefaultValueFactory = _ => ".",
    };

    private readonly Option<string?> _product = new("--product") { Description = "The product, where PLACE is an archive of several, or a new one", HelpName = "NAME" };
    private readonly ProjectOptions _projects = new();

    /// <summary>Adds the argument and options to a command, after its own arguments.</summary>
    public void AddTo(Command command)
    {
        command.Add(_place);
        command.Add(_product);
        _projects.AddTo(command);
    }

    /// <summary>Opens the archive, and reads the project's public keys; an archive's folder has none.</summary>
    /// <exception cref="FotaException">The place is neither a project nor an archive, or a key is none.</exception>
    public (BaseArchive Archive, IReadOnlyList<VerificationKey> Keys) OpenWithKeys(ParseResult arguments)
    {
        string folder = arguments.GetRequiredValue(_place);
        if (IsArchive(arguments))
            return (BaseArchive.Open(folder), []);
        Projects.FirmwareProject project = Project(arguments);
        return (project.OpenArchive(), project.Settings.PublicKeyFiles.All(File.Exists) ? project.PublicKeys() : []);
    }

    /// <summary>Opens the archive and finds the product.</summary>
    /// <exception cref="FotaException">The place is neither, or the product is not clear.</exception>
    public (BaseArchive Archive, Product Product) Open(ParseResult arguments)
    {
        string folder = arguments.GetRequiredValue(_place);
        if (!IsArchive(arguments))
        {
            Projects.FirmwareProject project = Project(arguments);
            return (project.OpenArchive(), project.Settings.Product);
        }

        BaseArchive archive = BaseArchive.Open(folder);
        if (arguments.GetValue(_product) is { } name)
            return (archive, Product.Parse(name));
        IReadOnlyList<Product> products = archive.Products();
        return (archive, products is [var only] ? only : throw Ambiguous(folder, products));
    }

    /// <summary>The update folder of the project; null where the place is an archive's folder, which has none.</summary>
    public string? OutputDirectory(ParseResult arguments) =>
        IsArchive(arguments) ? null : Project(arguments).Settings.OutputDirectory;

    private Projects.FirmwareProject Project(ParseResult arguments)
    {
        try
        {
            return _projects.Load(arguments, arguments.GetRequiredValue(_place));
        }
        catch (FotaException e) when (e.Code == ToolErrors.ProjectNotFound)
        {
            throw new FotaException(e.Code, e.Message, "Name the firmware project or its folder; or the folder of an archive, with --product NAME.", e);
        }
    }

    // A project knows its product, so whoever names one means an archive, which may be about to be made.
    private bool IsArchive(ParseResult arguments) =>
        arguments.GetValue(_product) is not null || File.Exists(Path.Combine(arguments.GetRequiredValue(_place), "archive.json"));

    private static FotaException Ambiguous(string folder, IReadOnlyList<Product> products) => new(
        ToolErrors.ProductAmbiguous,
        products.Count == 0 ? $"The archive '{folder}' has no product yet." : $"The archive '{folder}' has {products.Count} products: {string.Join(", ", products)}.",
        "Name one with --product.");
}
