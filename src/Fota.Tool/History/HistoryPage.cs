using System.Globalization;
using System.Net;
using System.Text;
using Fota.Release.Reports;

namespace Fota.Tool.History;

/// <summary>A history as one HTML page that needs nothing else: no network, no other file. The explain page's style.</summary>
internal static class HistoryPage
{
    private const int ChartWidth = 1080;
    private const int ChartHeight = 120;

    /// <summary>Creates the page: the same bytes for the same history.</summary>
    public static byte[] Create(ReleaseHistory history)
    {
        string name = WebUtility.HtmlEncode(history.Product);
        return Encoding.UTF8.GetBytes(PageResources.Read("history.html")
            .Replace("/*STYLE*/", PageResources.Read("page.css"), StringComparison.Ordinal)
            .Replace("<!--PRODUCT-->", name, StringComparison.Ordinal)
            .Replace("<!--BODY-->", Body(history), StringComparison.Ordinal));
    }

    private static string Body(ReleaseHistory history)
    {
        var text = new StringBuilder();
        if (history.Releases.Count == 0)
        {
            text.Append("<section><p>No release yet.</p></section>\n");
            return text.ToString();
        }

        AppendFigures(text, history);
        AppendChart(text, "images", "Image size, bytes", history.Releases, step => step.Size);
        AppendChart(text, "patches", "Patch from the release before, bytes", history.Releases, step => step.PatchBytes);
        if (history.Releases.Any(step => step.Footprint is not null))
            AppendChart(text, "ram", "RAM, bytes", history.Releases, step => step.Footprint?.RamBytes);
        AppendReleases(text, history);
        if (history.Field is { } field)
            AppendOffers(text, field);
        return text.ToString();
    }

    private static void AppendFigures(StringBuilder text, ReleaseHistory history)
    {
        ReleaseStep newest = history.Releases[^1];
        text.Append("<section class=\"figures\" aria-label=\"Figures\">\n");
        AppendFigure(text, Number(history.Releases.Count), history.Releases.Count == 1 ? "release" : "releases");
        AppendFigure(text, newest.Version, "is the newest release");
        AppendFigure(text, Number(newest.Size), "bytes of image");
        if (newest.PatchBytes is { } patch)
            AppendFigure(text, Number(patch), $"bytes of patch from the release before, {HistoryText.Percent(patch, newest.Size)} of the image, {history.Format}");
        text.Append("</section>\n");
    }

    private static void AppendFigure(StringBuilder text, string figure, string label) =>
        text.Append(CultureInfo.InvariantCulture, $"<div><strong>{WebUtility.HtmlEncode(figure)}</strong><span>{WebUtility.HtmlEncode(label)}</span></div>\n");

    /// <summary>One bar for each release, all from zero: what doubles looks doubled.</summary>
    private static void AppendChart(StringBuilder text, string id, string title, IReadOnlyList<ReleaseStep> releases, Func<ReleaseStep, long?> value)
    {
        long most = Math.Max(1, releases.Max(step => value(step) ?? 0));
        double slot = (double)ChartWidth / releases.Count, width = Math.Min(48, slot * 0.8);
        text.Append(CultureInfo.InvariantCulture, $"<section aria-labelledby=\"{id}-title\">\n<h2 id=\"{id}-title\">{WebUtility.HtmlEncode(title)}</h2>\n");
        text.Append(CultureInfo.InvariantCulture, $"<p class=\"hint\">The highest is {Number(most)}.</p>\n");
        text.Append(CultureInfo.InvariantCulture, $"<svg class=\"chart\" viewBox=\"0 0 {ChartWidth} {ChartHeight}\" role=\"img\" aria-labelledby=\"{id}-title\" preserveAspectRatio=\"none\">\n");
        for (int i = 0; i < releases.Count; i++)
        {
            if (value(releases[i]) is not { } bytes)
                continue;
            double height = Math.Max(1, (double)ChartHeight * bytes / most);
            string label = WebUtility.HtmlEncode(releases[i].Version);
            text.Append(CultureInfo.InvariantCulture, $"<rect x=\"{(i * slot) + ((slot - width) / 2):0.0}\" y=\"{ChartHeight - height:0.0}\" width=\"{width:0.0}\" height=\"{height:0.0}\"><title>{label}: {Number(bytes)}</title></rect>\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"</svg>\n<p class=\"ends\"><span>{WebUtility.HtmlEncode(releases[0].Version)}</span><span>{WebUtility.HtmlEncode(releases[^1].Version)}</span></p>\n</section>\n");
    }

    private static void AppendReleases(StringBuilder text, ReleaseHistory history)
    {
        text.Append("<section aria-labelledby=\"releases-title\">\n<h2 id=\"releases-title\">Release by release</h2>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Table of releases\"><table id=\"releases\">\n<thead><tr>");
        AppendHeads(text, "Version", "Added", "Image", "Patch", "Share", "Flash", "RAM", "The patch paid for", "Airtime");
        text.Append("</tr></thead>\n<tbody>\n");
        foreach (ReleaseStep step in history.Releases.Reverse())
        {
            string paid = step.PaysFor is null || step.PatchBytes is not { } bytes ? ""
                : string.Join(", ", step.PaysFor.Take(3).Select(kind => $"{kind.Text} {HistoryText.Percent(kind.PatchBytes, bytes)}"));
            AppendRow(
                text, step.Version, step.Added.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Number(step.Size), Number(step.PatchBytes),
                step.PatchBytes is { } part ? HistoryText.Percent(part, step.Size) : "", Number(step.Footprint?.FlashBytes), Number(step.Footprint?.RamBytes),
                paid, HistoryText.Times(step.Airtime ?? []));
        }

        text.Append("</tbody></table></div>\n</section>\n");
    }

    private static void AppendOffers(StringBuilder text, FieldOffers field)
    {
        text.Append(CultureInfo.InvariantCulture, $"<section aria-labelledby=\"{MarkdownReport.FieldSection}\">\n<h2 id=\"{MarkdownReport.FieldSection}\">What devices in the field get of {WebUtility.HtmlEncode(field.Version)}</h2>\n");
        text.Append("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Table of offers\"><table id=\"field\">\n<thead><tr>");
        AppendHeads(text, "Runs", "Gets", "Downloads", "File", "Airtime");
        text.Append("</tr></thead>\n<tbody>\n");
        foreach (FieldOffer offer in field.Offers.Reverse())
            AppendRow(text, offer.From, HistoryText.Offer(offer), offer.File is null ? "" : Number(offer.DownloadBytes), offer.File ?? "", HistoryText.Times(offer.Airtime));
        text.Append("</tbody></table></div>\n</section>\n");
    }

    private static void AppendHeads(StringBuilder text, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
            text.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\">{name}</th>");
    }

    private static void AppendRow(StringBuilder text, params ReadOnlySpan<string> cells)
    {
        text.Append("<tr>");
        foreach (string cell in cells)
            text.Append(CultureInfo.InvariantCulture, $"<td>{WebUtility.HtmlEncode(cell)}</td>");
        text.Append("</tr>\n");
    }

    private static string Number(long? number) => number?.ToString("N0", CultureInfo.InvariantCulture) ?? "";
}
