using System.CommandLine;
using System.Globalization;
using Fota.Delta;

namespace Fota.Tool.CommandLine;

/// <summary>Options that several commands have, so that they are called and explained alike.</summary>
internal static class CommonOptions
{
    private const string Dialect081 = "0.8.1";
    private const string Dialect085 = "0.8.5";

    /// <summary>Allows to replace what exists.</summary>
    public static Option<bool> Force() => new("--force", "-f") { Description = "Replace existing output files" };

    /// <summary>The dialect of patches.</summary>
    public static Option<JojoDialect> Dialect(string description)
    {
        var option = new Option<JojoDialect>("--dialect")
        {
            Description = description,
            HelpName = $"{Dialect085}|{Dialect081}",
            DefaultValueFactory = _ => JojoDialect.V085,
            CustomParser = result =>
            {
                switch (result.Tokens[0].Value)
                {
                    case Dialect081:
                        return JojoDialect.V081;
                    case Dialect085:
                        return JojoDialect.V085;
                    default:
                        result.AddError($"There is no dialect '{result.Tokens[0].Value}'; there are {Dialect085} and {Dialect081}.");
                        return default;
                }
            },
        };
        // In place of the enumeration's own names.
        option.CompletionSources.Clear();
        option.CompletionSources.Add(_ => [new(Dialect085), new(Dialect081)]);
        return option;
    }

    /// <summary>Refuses numbers that cannot be meant. What is no number at all, the parser refuses itself.</summary>
    public static void Accept(this Option option, Predicate<int> accepted, string advice) => option.Validators.Add(result =>
    {
        // Asking the result for its value would throw for what is no number.
        bool isNumber = int.TryParse(result.Tokens is [var token] ? token.Value : null, CultureInfo.InvariantCulture, out int number);
        if (isNumber && !accepted(number))
            result.AddError(advice);
    });

    /// <summary>The version that a dialect is known by.</summary>
    public static string NameOf(JojoDialect dialect) => dialect == JojoDialect.V081 ? Dialect081 : Dialect085;
}
