using System.Globalization;
using System.Text;
using System.Xml;
using Fota.Release.Gate;
using Fota.Release.Packaging;

namespace Fota.Release.Reports;

/// <summary>The gate's results as JUnit XML, which CI systems show as tests: one case for each bound, one for each patch made.</summary>
public static class JUnitReport
{
    /// <summary>The text of the report: the same for the same result.</summary>
    public static string Write(PackagingResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var text = new StringBuilder();
        var settings = new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true };
        using (var xml = XmlWriter.Create(text, settings))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteStartElement("testsuite");
            xml.WriteAttributeString("name", $"fota {result.Manifest.Product} {result.Manifest.Version}");
            xml.WriteAttributeString("tests", Number(result.Gate.Count + result.Patches.Count));
            xml.WriteAttributeString("failures", Number(result.Gate.Count(gate => !gate.Passed)));
            xml.WriteAttributeString("errors", "0");
            xml.WriteAttributeString("skipped", "0");
            foreach (PatchResult patch in result.Patches)
                WriteCase(xml, result, "package", $"patch from {patch.From}: {patch.Size}, {patch.Download} to download", null);
            foreach (GateResult gate in result.Gate)
                WriteCase(xml, result, "gate", $"{gate.Name}: {gate.Subject}", gate);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        return text.Append('\n').ToString();
    }

    private static void WriteCase(XmlWriter xml, PackagingResult result, string group, string name, GateResult? gate)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", $"fota.{result.Manifest.Product}.{group}");
        xml.WriteAttributeString("name", name);
        xml.WriteAttributeString("time", "0");
        if (gate is { Passed: false })
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("type", gate.Code.Id);
            xml.WriteAttributeString("message", gate.What);
            xml.WriteString(gate.Advice);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
