using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Fota.Tool.Tests;

/// <summary>What a PDF draws, as far as tests ask (ISO 32000-1: streams in 7.3.8, colour operators in 8.6.8).</summary>
internal static partial class PdfContent
{
    /// <summary>The texts of all compressed streams that hold drawing operators.</summary>
    public static IReadOnlyList<string> Streams(byte[] pdf)
    {
        var streams = new List<string>();
        foreach (Match start in Stream().Matches(Encoding.Latin1.GetString(pdf)))
        {
            using var inflater = new ZLibStream(new MemoryStream(pdf, start.Index + start.Length, pdf.Length - start.Index - start.Length), CompressionMode.Decompress);
            using var content = new MemoryStream();
            try
            {
                inflater.CopyTo(content);
            }
            catch (InvalidDataException)
            {
                // A stream in another encoding, such as a picture.
                continue;
            }

            streams.Add(Encoding.Latin1.GetString(content.ToArray()));
        }

        return streams;
    }

    /// <summary>The colours that areas are filled with, as red, green and blue from 0 to 1.</summary>
    public static IEnumerable<double[]> FillColours(string stream) =>
        Fill().Matches(stream).Select(match => match.Groups[1].Captures.Select(each => double.Parse(each.ValueSpan, CultureInfo.InvariantCulture)).ToArray());

    [GeneratedRegex(@"/FlateDecode[^>]*>>\s*stream\r?\n")]
    private static partial Regex Stream();

    [GeneratedRegex(@"(?:^|\s)(?:([0-9.]+)\s+){3}rg\b")]
    private static partial Regex Fill();
}
