using System.CommandLine;

namespace Fota.Tool.CommandLine;

/// <summary>One command: its arguments, examples that its help teaches by, and the one library call it makes.</summary>
internal abstract class FotaCommand : Command
{
    protected FotaCommand(string name, string description, params string[] examples)
        : base(name, description)
    {
        Examples = examples;
        SetAction((arguments, cancellation) => CommandRunner.ExecuteAsync(this, arguments, cancellation));
    }

    /// <summary>Command lines that can be copied from the help, the simplest first.</summary>
    public IReadOnlyList<string> Examples { get; }

    /// <summary>What is true when Ctrl-C has stopped it.</summary>
    public virtual string WhenCancelled => "nothing was left half-written";

    /// <summary>Does the work. Failures that a user can cause leave as <see cref="Fota.Errors.FotaException"/>.</summary>
    /// <returns>The exit code: 0, or 1 where the answer itself is a refusal.</returns>
    public abstract Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken);
}
