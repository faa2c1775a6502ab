using System.CommandLine;
using Fota.Errors;
using Fota.Signing;

namespace Fota.Tool.CommandLine;

/// <summary>Where keys and their passwords come from. A password is never an argument: other users can read those.</summary>
internal sealed class KeyOptions
{
    private readonly Option<string?> _environment = new("--password-env")
    {
        Description = "Name of the environment variable that holds the private key's password",
        HelpName = "NAME",
    };

    private readonly Option<string?> _file = new("--password-file")
    {
        Description = "File whose first line is the private key's password",
        HelpName = "FILE",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_environment);
        command.Add(_file);
    }

    /// <summary>Where the password is that was asked for; null if none was.</summary>
    public KeyPassword? Password(ParseResult arguments)
    {
        string? name = arguments.GetValue(_environment), path = arguments.GetValue(_file);
        if (name is not null && path is not null)
            throw new FotaException(ToolErrors.CommandLine, "There are two places for one password.", "Give --password-env or --password-file, not both.");
        if (name is "" || path is "")
            throw new FotaException(ToolErrors.CommandLine, "The place of the password is empty.", "Give the name of a variable, or of a file.");
        return name is not null ? KeyPassword.FromEnvironment(name) : path is not null ? KeyPassword.FromFile(path) : null;
    }

    /// <summary>Where the password is; on a terminal, the person is asked if the key turns out to be encrypted.</summary>
    public KeyPassword? PasswordOrPrompt(ParseResult arguments) =>
        Password(arguments) ?? (Console.IsInputRedirected ? null : KeyPassword.FromPrompt(PasswordPrompt.Read));

    /// <summary>An option for the algorithm of signatures.</summary>
    public static Option<SignatureAlgorithm?> Algorithm()
    {
        string[] names = [.. Enum.GetValues<SignatureAlgorithm>().Select(each => each.Name())];
        var option = new Option<SignatureAlgorithm?>("--algorithm")
        {
            Description = $"{string.Join(", ", names)} (default: what fits the key, PKCS#1 v1.5 for RSA)",
            HelpName = "NAME",
            CustomParser = result =>
            {
                if (SignatureAlgorithms.TryParse(result.Tokens[0].Value, out SignatureAlgorithm algorithm))
                    return algorithm;
                result.AddError($"There is no algorithm '{result.Tokens[0].Value}'; there are {string.Join(", ", names)}.");
                return null;
            },
        };
        option.CompletionSources.Add(_ => names.Select(each => new System.CommandLine.Completions.CompletionItem(each)));
        return option;
    }

    /// <summary>Shows what was found about a key's file.</summary>
    public static void Warn(Terminal terminal, IReadOnlyList<Diagnostic> warnings)
    {
        foreach (Diagnostic warning in warnings)
            terminal.Warn($"{warning.Code}: {warning.What} {warning.Advice}");
    }
}
