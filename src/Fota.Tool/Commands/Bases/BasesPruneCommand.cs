using System.CommandLine;
using Fota.Release.Images;
using Fota.Release.Store;
using Fota.Tool.CommandLine;

namespace Fota.Tool.Commands.Bases;

/// <summary><c>fota bases prune</c>.</summary>
internal sealed class BasesPruneCommand : FotaCommand
{
    private readonly Option<int> _keep = new("--keep") { Description = "How many releases stay", HelpName = "N", Required = true };
    private readonly ArchiveChoice _choice = new();

    public BasesPruneCommand()
        : base("prune", "Remove all releases of a product but the newest.", "fota bases prune --keep 10")
    {
        _choice.AddTo(this);
        Add(_keep);
        _keep.Accept(number => number >= 1, "--keep must be at least 1: the latest release is what devices run.");
    }

    public override Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        (BaseArchive archive, Product product) = _choice.Open(arguments);
        IReadOnlyList<FirmwareVersion> removed = archive.Prune(product, arguments.GetValue(_keep), cancellationToken);
        terminal.Answer(
            new RemovedResult(product.Name, [.. removed.Select(each => each.ToString())]),
            ToolJson.Shapes.RemovedResult,
            removed.Count == 0 ? "nothing to remove" : $"removed {product} {string.Join(", ", removed)}");
        return Task.FromResult(0);
    }
}
