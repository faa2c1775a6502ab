using System.Net;
using System.Text;

namespace Fota.Tool.Serving;

/// <summary>The page at <c>/</c>: what is served, and what devices ask for it with. It needs no script, and asks for nothing.</summary>
internal static class PackageList
{
    /// <summary>The page.</summary>
    public static string Html(IReadOnlyList<PublishedPackage> packages)
    {
        var text = new StringBuilder("""
            <!DOCTYPE html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>Firmware updates</title>
            <style>:root { color-scheme: light dark } body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }</style>
            <h1>Firmware updates</h1>

            """);
        if (packages.Count == 0)
            text.Append("<p>There is no complete package yet. It is served as soon as there is one.</p>\n");
        foreach (PublishedPackage package in packages)
            Append(text, package);
        return text.ToString();
    }

    private static void Append(StringBuilder text, PublishedPackage package)
    {
        string product = package.Manifest.Product.Name, offer = $"/updates/{Uri.EscapeDataString(product)}?from=";
        text.Append($"<h2>{Encode(product)} {Encode(package.Manifest.Version.ToString())}</h2>\n");
        text.Append($"<p>A device asks <code>{Encode(offer)}VERSION</code>, or with the SHA-256 of its image.</p>\n<ul>\n");
        foreach (string file in package.Files)
        {
            string address = "/" + string.Join('/', (package.Prefix + file).Split('/').Select(Uri.EscapeDataString));
            text.Append($"<li><a href=\"{Encode(address)}\">{Encode(package.Prefix + file)}</a></li>\n");
        }

        text.Append("</ul>\n");
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
