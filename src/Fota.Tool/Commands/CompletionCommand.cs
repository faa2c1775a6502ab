using System.CommandLine;
using Fota.Tool.CommandLine;

namespace Fota.Tool.Commands;

/// <summary><c>fota completion</c>: scripts that let a shell ask the tool itself what can follow, so that they never fall behind.</summary>
internal sealed class CompletionCommand : FotaCommand
{
    private readonly Argument<string> _shell = new("SHELL") { Description = "bash, zsh, fish or pwsh" };

    public CompletionCommand()
        : base(
            "completion",
            "Print the script that completes fota's commands, options and values in a shell.",
            "eval \"$(fota completion bash)\"                                      in ~/.bashrc",
            "eval \"$(fota completion zsh)\"                                       in ~/.zshrc, after compinit",
            "fota completion fish | source                                       in ~/.config/fish/config.fish",
            "fota completion pwsh | Out-String | Invoke-Expression               in $PROFILE")
    {
        _shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        Add(_shell);
    }

    public override async Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        string script = arguments.GetRequiredValue(_shell) switch
        {
            "bash" => "completion.bash",
            "zsh" => "completion.zsh",
            "fish" => "completion.fish",
            _ => "completion.ps1",
        };
        using var text = new StreamReader(typeof(CompletionCommand).Assembly.GetManifestResourceStream(script)!);
        await terminal.Out.WriteAsync(await text.ReadToEndAsync(cancellationToken));
        return 0;
    }
}
