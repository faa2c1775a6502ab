using System.CommandLine;
using Fota.Release.Store;
using Fota.Tool.CommandLine;

namespace Fota.Tool.Commands.Bases;

/// <summary><c>fota bases verify</c>.</summary>
internal sealed class BasesVerifyCommand : FotaCommand
{
    private readonly ArchiveChoice choice = new();

    public BasesVerifyCommand()
        : base("verify", "Read every file of the archive and prove every image by its SHA-256. Exit code 3 if one is damaged.", "fota bases verify") =>
        choice.AddTo(this);

    public override Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        BaseArchive archive = choice.OpenArchive(arguments);
        IReadOnlyList<ArchiveFault> faults = archive.Verify(cancellationToken);
        var result = new ArchiveVerifyResult(archive.Root, [.. faults.Select(each => new FaultSummary(each.Code.Id, each.File, each.What, each.Advice))]);
        if (terminal.Json || faults.Count == 0)
            terminal.Answer(result, ToolJson.Shapes.ArchiveVerifyResult, $"{archive.Root}: every image is what it was when it was archived");
        else
            FaultSummary.Print(terminal, result.Faults);
        return Task.FromResult(faults.Count == 0 ? 0 : faults.Max(each => (int)each.Code.Category));
    }
}

/// <summary>The answer of <c>fota bases verify</c>.</summary>
internal sealed record ArchiveVerifyResult(string Archive, IReadOnlyList<FaultSummary> Faults);
