using System.Text;
using Fota.Release.Manifest;
using Fota.Release.Packaging;

namespace Fota.Release.Reports;

/// <summary>Writes the reports of a package beside its manifest.</summary>
internal static class PackageReports
{
    internal static PackagingResult Write(PackageFolder folder, PackagingResult result)
    {
        string junit = folder.WriteReport(PackageFiles.JUnitReport, Encoding.UTF8.GetBytes(JUnitReport.Write(result)));
        string markdown = folder.WriteReport(PackageFiles.MarkdownReport, Encoding.UTF8.GetBytes(MarkdownReport.Write(result)));
        return result with { Files = [.. result.Files, junit, markdown] };
    }
}
