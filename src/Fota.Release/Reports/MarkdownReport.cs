using System.Globalization;
using System.Text;
using Fota.Errors;
using Fota.Release.Gate;
using Fota.Release.Manifest;
using Fota.Release.Packaging;
using Fota.Release.Store;
using Fota.Signing;

namespace Fota.Release.Reports;

/// <summary>The summary of a package as Markdown, as GitHub and Azure show it beside a build.</summary>
public static class MarkdownReport
{
    /// <summary>The section of a history page that says what each release in the field gets of the package.</summary>
    public const string FieldSection = "field-title";

    /// <summary>The text of the summary: the same for the same result.</summary>
    /// <param name="result">What packaging did.</param>
    /// <param name="historyPage">Where the page of <c>fota history</c> is; null where there is none.</param>
    public static string Write(PackagingResult result, string? historyPage = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        UpdateManifest manifest = result.Manifest;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"## Update of {Escape(manifest.Product.Name)} to {manifest.Version}\n\n");
        text.Append("| | |\n|---|---|\n");
        text.Append(CultureInfo.InvariantCulture, $"| Image | {manifest.Image.Size}, SHA-256 `{manifest.Image.Digest}` |\n");
        string signature = manifest.Signature is { } signed
            ? $"{signed.Algorithm.Name()}, key `{signed.KeyId[..16]}`"
            : result.Passed ? "**missing**: the package is incomplete" : "none, as the package was refused";
        text.Append(CultureInfo.InvariantCulture, $"| Signature | {signature} |\n");
        if (manifest.SourceRevision is { } revision)
            text.Append(CultureInfo.InvariantCulture, $"| Source | {Escape(revision)} |\n");
        if (!result.Passed)
            text.Append("\n> **Refused**: nothing was signed, written or released. What lies beside this report is the package of an earlier build.\n");
        AppendPatches(text, result);
        if (historyPage is not null)
        {
            string address = LinkTarget(historyPage);
            text.Append(CultureInfo.InvariantCulture, $"\n[Size and cost of each release]({address}), [what each release in the field gets]({address}#{FieldSection})\n");
        }

        AppendGate(text, result);
        AppendWarnings(text, result);
        return text.ToString();
    }

    private static void AppendPatches(StringBuilder text, PackagingResult result)
    {
        if (result.Patches.Count == 0)
        {
            text.Append("\nThere is no base, and so no patch: devices get the full image.\n");
            return;
        }

        text.Append("\n| Base | Patch | Download | Share of the image |\n|---|---:|---:|---:|\n");
        foreach (PatchResult patch in result.Patches)
        {
            string kind = patch.Base.Kind == BaseKind.Release ? "release" : "previous build";
            string size = patch.IsOffered ? patch.Size.ToString() : $"{patch.Size}, not offered";
            text.Append(CultureInfo.InvariantCulture, $"| {patch.Base.Version} ({kind}){patch.InFormat} | {size} | {patch.Download} | {patch.Percent:0.0} % |\n");
        }
    }

    private static void AppendGate(StringBuilder text, PackagingResult result)
    {
        if (result.Gate.Count == 0)
            return;
        text.Append("\n| Gate | Measured | Figure | Bound | |\n|---|---|---:|---:|---|\n");
        foreach (GateResult gate in result.Gate)
        {
            string verdict = gate.Passed ? "passed" : $"**{gate.Code} failed**";
            text.Append(CultureInfo.InvariantCulture, $"| {gate.Name} | {gate.Subject} | {gate.Figure} | {gate.Bound} | {verdict} |\n");
        }
    }

    private static void AppendWarnings(StringBuilder text, PackagingResult result)
    {
        foreach (Diagnostic warning in result.Warnings)
            text.Append(CultureInfo.InvariantCulture, $"\n> **{warning.Code}** {Escape(warning.What)} {Escape(warning.Advice)}\n");
    }

    // What would end the target of a link.
    private static string LinkTarget(string address)
    {
        var text = new StringBuilder();
        foreach (char c in address)
            text.Append(c is ' ' or '(' or ')' or '<' or '>' or '\\' || char.IsControl(c) ? Uri.HexEscape(c) : c.ToString());
        return text.ToString();
    }

    // A name from a project must not become a table, a link or HTML in a page.
    private static string Escape(string name)
    {
        var text = new StringBuilder();
        foreach (char c in name)
            text.Append(c is '|' or '<' or '>' or '*' or '`' or '[' or ']' or '\\' or '&' ? $"\\{c}" : char.IsControl(c) ? " " : c.ToString());
        return text.ToString();
    }
}
