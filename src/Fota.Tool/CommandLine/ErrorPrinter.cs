using System.Text.Json;
using Fota.Errors;

namespace Fota.Tool.CommandLine;

/// <summary>Prints failures as the build does: code, what happened, what to do; on standard error, so that pipes stay clean.</summary>
internal static class ErrorPrinter
{
    /// <summary>Prints one failure.</summary>
    /// <returns>The exit code that its category stands for.</returns>
    public static int Print(Terminal terminal, FotaException failure)
    {
        if (terminal.Json)
            terminal.Error.WriteLine(JsonSerializer.Serialize(Describe(failure), ToolJson.Shapes.FailureResult));
        else
            terminal.Error.WriteLine(Line(failure));
        return (int)failure.Code.Category;
    }

    /// <summary>One line for one failure; the file comes first where there is one, as compilers write it.</summary>
    public static string Line(FotaException failure)
    {
        string place = failure.File is null || failure.Message.Contains(failure.File, StringComparison.Ordinal) ? "" : $"{failure.File}: ";
        return $"error {failure.Code}: {place}{Sentence(failure.Message)} {failure.Advice}".TrimEnd();
    }

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";

    private static FailureResult Describe(FotaException failure) => new(new FailureDetail(
        failure.Code.Id, failure.Code.Category.ToString().ToLowerInvariant(), failure.Code.Title, failure.Message, failure.Advice, failure.File));
}

/// <summary>What <c>--json</c> prints on standard error when a command fails.</summary>
internal sealed record FailureResult(FailureDetail Error);

/// <summary>One failure.</summary>
internal sealed record FailureDetail(string Code, string Category, string Title, string What, string Advice, string? File);
