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

    /// <summary>The dialect of patches, by the version that it is known by; <see cref="DialectOf"/> reads it.</summary>
    public static Option<string> Dialect(string description)
    {
        var option = new Option<string>("--dialect")
        {
            Description = description,
            DefaultValueFactory = _ => Dialect085,
        };
        option.AcceptOnlyFromAmong(Dialect085, Dialect081);
        return option;
    }

    /// <summary>The dialect that the option of <see cref="Dialect"/> has.</summary>
    public static JojoDialect DialectOf(this ParseResult arguments, Option<string> dialect) =>
        arguments.GetValue(dialect) == Dialect081 ? JojoDialect.V081 : JojoDialect.V085;

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
