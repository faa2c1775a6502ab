using Fota.Tool.CommandLine;

namespace Fota.Tool.Commands;

/// <summary>What is wrong with one file.</summary>
internal sealed record FaultSummary(string Code, string File, string What, string Advice)
{
    /// <summary>Prints faults as errors.</summary>
    public static void Print(Terminal terminal, IEnumerable<FaultSummary> faults)
    {
        foreach (FaultSummary each in faults)
        {
            string place = each.What.Contains(each.File, StringComparison.Ordinal) ? "" : $"{each.File}: ";
            terminal.Error.WriteLine($"error {each.Code}: {place}{each.What} {each.Advice}");
        }
    }
}
