using System.Text;
using Fota.Release.Manifest;
using Fota.Release.Packaging;

namespace Fota.Release.Reports;

/// <summary>The reports that lie beside the manifest, for the build server.</summary>
internal static class PackageReports
{
    internal static IReadOnlyList<PackageFile> Of(PackagingResult result, string? historyPage) =>
    [
        new PackageFile(PackageFiles.JUnitReport, Encoding.UTF8.GetBytes(JUnitReport.Write(result))),
        new PackageFile(PackageFiles.MarkdownReport, Encoding.UTF8.GetBytes(MarkdownReport.Write(result, historyPage))),
    ];
}
