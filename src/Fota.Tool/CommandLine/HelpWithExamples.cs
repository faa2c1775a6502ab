using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Fota.Tool.CommandLine;

/// <summary>The usual help, followed by command lines to copy.</summary>
internal sealed class HelpWithExamples(HelpAction usual, IReadOnlyList<string> rootExamples) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int exitCode = usual.Invoke(parseResult);
        IReadOnlyList<string> examples = parseResult.CommandResult.Command switch
        {
            FotaCommand command => command.Examples,
            RootCommand => rootExamples,
            _ => [],
        };
        TextWriter output = parseResult.InvocationConfiguration.Output;
        if (examples.Count > 0)
            output.WriteLine("Examples:");
        foreach (string example in examples)
            output.WriteLine($"  {example}");
        return exitCode;
    }
}
