using System.CommandLine;
using System.Text;
using Fota.Signing;
using Fota.Tool.CommandLine;

namespace Fota.Tool.Commands;

/// <summary><c>fota certs</c>: writes update_certs.h for projects that the build does not write it for.</summary>
internal sealed class CertsCommand : FotaCommand
{
    private readonly Argument<string[]> _publicKeys = new("KEY")
    {
        Description = "Public keys or certificates that devices shall accept, the current one first",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _output = new("--out")
    {
        Description = "Where the header goes; - for standard output",
        HelpName = "FILE",
        DefaultValueFactory = _ => "update_certs.h",
    };

    private readonly Option<bool> _force = CommonOptions.Force();

    public CertsCommand()
        : base(
            "certs",
            "Write update_certs.h, the public keys as C macros that firmware compiles in.",
            "fota certs keys/update.pub --out src/update_certs.h",
            "fota certs keys/current.pub keys/next.pub --out -")
    {
        Add(_publicKeys);
        Add(_output);
        Add(_force);
    }

    public override Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        string path = arguments.GetRequiredValue(_output);
        bool replace = arguments.GetValue(_force);
        terminal.SendProductTo(path);
        OutputFile.Check(path, replace);
        VerificationKey[] keys = [.. arguments.GetRequiredValue(_publicKeys).Select(VerificationKey.Load)];
        OutputFile.Write(path, Encoding.ASCII.GetBytes(CertificateHeader.Generate(keys)), replace);
        terminal.Answer(
            new CertsResult(path, [.. keys.Select(KeySummary.Of)]), ToolJson.Shapes.CertsResult, [path, .. keys.Select(key => $"  {key}")]);
        return Task.FromResult(0);
    }
}

/// <summary>The answer of <c>fota certs</c>.</summary>
internal sealed record CertsResult(string Header, IReadOnlyList<KeySummary> Keys);
