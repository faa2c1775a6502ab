using System.CommandLine;
using Fota.Release.Images;
using Fota.Release.Store;
using Fota.Tool.CommandLine;

namespace Fota.Tool.Commands.Bases;

/// <summary><c>fota bases remove</c>.</summary>
internal sealed class BasesRemoveCommand : FotaCommand
{
    private readonly Argument<string> _version = new("VERSION") { Description = "The release" };
    private readonly ArchiveChoice _choice = new();

    public BasesRemoveCommand()
        : base("remove", "Remove a release from the archive. Devices that run it get the full image from then on.", "fota bases remove 1.3.0-rc.1")
    {
        Add(_version);
        _choice.AddTo(this);
    }

    public override Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var parsed = FirmwareVersion.Parse(arguments.GetRequiredValue(_version));
        (BaseArchive archive, Product product) = _choice.Open(arguments);
        archive.Remove(product, parsed, cancellationToken);
        terminal.Answer(new RemovedResult(product.Name, [parsed.ToString()]), ToolJson.Shapes.RemovedResult, $"removed {product} {parsed}");
        return Task.FromResult(0);
    }
}

/// <summary>The answer of <c>fota bases remove</c> and <c>fota bases prune</c>.</summary>
internal sealed record RemovedResult(string Product, IReadOnlyList<string> Removed);
