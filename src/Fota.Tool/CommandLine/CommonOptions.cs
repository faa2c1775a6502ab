using System.CommandLine;
using System.Globalization;
using Fota.Delta;

namespace Fota.Tool.CommandLine;

/// <summary>Options that several commands have, so that they are called and explained alike.</summary>
internal static class CommonOptions
{
    /// <summary>Allows to replace what exists.</summary>
    public static Option<bool> Force() => new("--force", "-f") { Description = "Replace existing output files" };

    /// <summary>What patches are written in, by its name; <see cref="FormatOf"/> reads it.</summary>
    public static Option<string> Format(string description)
    {
        var option = new Option<string>("--format")
        {
            Description = description,
            DefaultValueFactory = _ => PatchFormats.Default.Name(),
        };
        option.AcceptOnlyFromAmong([.. PatchFormats.Names]);
        return option;
    }

    /// <summary>What the option of <see cref="Format"/> has.</summary>
    public static PatchFormat FormatOf(this ParseResult arguments, Option<string> format) =>
        PatchFormats.TryParse(arguments.GetValue(format), out PatchFormat found) ? found : PatchFormats.Default;

    /// <summary>Refuses numbers that cannot be meant. What is no number at all, the parser refuses itself.</summary>
    public static void Accept(this Option option, Predicate<int> accepted, string advice) => option.Validators.Add(result =>
    {
        // Asking the result for its value would throw for what is no number.
        bool isNumber = int.TryParse(result.Tokens is [var token] ? token.Value : null, CultureInfo.InvariantCulture, out int number);
        if (isNumber && !accepted(number))
            result.AddError(advice);
    });
}
