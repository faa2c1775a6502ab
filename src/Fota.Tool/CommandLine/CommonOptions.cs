using System.CommandLine;
using System.Globalization;
using Fota.Delta;
using Fota.Errors;
using Fota.Release.Images.Formats;

namespace Fota.Tool.CommandLine;

/// <summary>Options that several commands have, so that they are called and explained alike.</summary>
internal static class CommonOptions
{
    /// <summary>Allows to replace what exists.</summary>
    public static Option<bool> Force() => new("--force", "-f") { Description = "Replace existing output files" };

    /// <summary>What gaps of an image file are filled with; <see cref="FillOf"/> reads it.</summary>
    public static Option<string?> Fill() => new("--fill")
    {
        Description = "What gaps of an ELF, Intel HEX, S-record or UF2 file are filled with (default: 0xFF, erased flash)",
        HelpName = "BYTE",
    };

    /// <summary>What the option of <see cref="Fill"/> has.</summary>
    /// <exception cref="FotaException">It is no byte.</exception>
    public static byte FillOf(this ParseResult arguments, Option<string?> fill)
    {
        string? text = arguments.GetValue(fill);
        if (text is null)
            return ImageFile.DefaultFill;
        return ImageFile.TryParseFill(text, out byte value)
            ? value
            : throw new FotaException(ToolErrors.CommandLine, $"{fill.Name} has '{text}', which is no byte.", "Give 0 to 255, or 0x00 to 0xFF.");
    }

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
