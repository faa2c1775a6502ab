using System.Text.Json;
using System.Text.Json.Serialization;
using Fota.Errors;
using Fota.Tool.CommandLine;

namespace Fota.Tool.Commands;

/// <summary>Shows what a check found.</summary>
internal static class Faults
{
    /// <summary>Prints faults as errors.</summary>
    public static void Print(Terminal terminal, IEnumerable<Diagnostic> faults)
    {
        foreach (Diagnostic each in faults)
        {
            string place = each.File is null || each.What.Contains(each.File, StringComparison.Ordinal) ? "" : $"{each.File}: ";
            terminal.Error.WriteLine($"error {each.Code}: {place}{each.What} {each.Advice}");
        }
    }
}

/// <summary>In JSON, a code is its identifier.</summary>
internal sealed class ErrorCodeConverter : JsonConverter<ErrorCode>
{
    public override ErrorCode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("The tool only writes codes.");

    public override void Write(Utf8JsonWriter writer, ErrorCode value, JsonSerializerOptions options) => writer.WriteStringValue(value.Id);
}
