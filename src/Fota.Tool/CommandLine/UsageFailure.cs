using System.CommandLine;
using System.CommandLine.Parsing;
using Fota.Errors;

namespace Fota.Tool.CommandLine;

/// <summary>Words a command line that was not understood: the first error, the nearest known word, and where the help is.</summary>
internal static class UsageFailure
{
    public static FotaException Of(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string? unknown = UnknownOption(parsed) ?? (parsed.UnmatchedTokens is [var first, ..] ? first : null);
        string help = $"Run '{CommandPath(command)} --help' for its arguments and examples.";
        string what = unknown is null
            ? OneLine(parsed.Errors[0].Message)
            : $"'{unknown}' is not a command, option or argument of '{CommandPath(command)}'.";
        string? nearest = unknown is null ? null : NearestWord.Of(unknown, KnownWords(command));
        return new FotaException(ToolErrors.CommandLine, what, nearest is null ? help : $"Did you mean '{nearest}'? {help}");
    }

    /// <summary>A word that looks like an option but was taken for a file's name, since no option is called so.</summary>
    public static string? UnknownOption(ParseResult parsed) => parsed.Tokens
        .TakeWhile(token => token.Type != TokenType.DoubleDash)
        .FirstOrDefault(token => token.Type == TokenType.Argument && token.Value.StartsWith("--", StringComparison.Ordinal))?.Value;

    /// <summary>The words that lead to a command, such as <c>fota bases list</c>.</summary>
    public static string CommandPath(Command command)
    {
        Command? parent = command.Parents.OfType<Command>().FirstOrDefault();
        return parent is null ? FotaRootCommand.Name : $"{CommandPath(parent)} {command.Name}";
    }

    /// <summary>The parser's message without line breaks and without the names of .NET types.</summary>
    private static string OneLine(string message) =>
        string.Join(' ', message.Split(" as expected type")[0].Split((char[])['\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static IEnumerable<string> KnownWords(Command command) =>
        command.Subcommands.Where(each => !each.Hidden).Select(each => each.Name)
            .Concat(command.Options.Select(each => each.Name))
            .Concat(command.Parents.OfType<Command>().SelectMany(each => each.Options).Where(each => each.Recursive).Select(each => each.Name));
}
