using System.CommandLine;
using Fota.Errors;
using Fota.Release.Store;
using Fota.Signing;
using Fota.Tool.CommandLine;

namespace Fota.Tool.Commands.Bases;

/// <summary><c>fota bases verify</c>.</summary>
internal sealed class BasesVerifyCommand : FotaCommand
{
    private readonly Option<string[]> _keys = new("--key")
    {
        Description = "A public key that releases may be signed with; several after a change of keys (default: the project's)",
        HelpName = "FILE",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly ArchiveChoice _choice = new();

    public BasesVerifyCommand()
        : base(
            "verify",
            "Read every file of the archive, prove every image by its SHA-256, its info record and its signature, and name what does not belong. Exit code 3 if one is damaged.",
            "fota bases verify",
            "fota bases verify .fota/Release --key keys/update.pub")
    {
        _choice.AddTo(this);
        Add(_keys);
    }

    public override Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        (BaseArchive archive, IReadOnlyList<VerificationKey> trusted) = _choice.OpenWithKeys(arguments);
        if (arguments.GetValue(_keys) is { Length: > 0 } files)
            trusted = [.. files.Select(VerificationKey.Load)];
        ArchiveReport found = archive.Verify(trusted, cancellationToken);
        var result = new ArchiveVerifyResult(
            archive.Root,
            [.. found.Unproven.Select(each => $"{each.Product} {each.Version}")],
            found.Faults);
        if (terminal.Json || found.Faults.Count == 0)
            terminal.Answer(result, ToolJson.Shapes.ArchiveVerifyResult, Sentences(result, trusted.Count > 0));
        else
            Commands.Faults.Print(terminal, result.Faults);
        return Task.FromResult(found.Faults.Count == 0 ? 0 : found.Faults.Max(each => (int)each.Code.Category));
    }

    private static string[] Sentences(ArchiveVerifyResult result, bool withKeys) => (result.Unproven, withKeys) switch
    {
        ([], _) => [$"{result.Archive}: every image is what it was when it was archived"],
        (var all, false) => [$"{result.Archive}: every image is what it was when it was archived; the signatures of {all.Count} were not checked, as there is no --key"],
        (var some, true) => [$"{result.Archive}: every image is what it was when it was archived", $"  without a signature: {string.Join(", ", some)}"],
    };
}

/// <summary>The answer of <c>fota bases verify</c>.</summary>
internal sealed record ArchiveVerifyResult(string Archive, IReadOnlyList<string> Unproven, IReadOnlyList<Diagnostic> Faults);
