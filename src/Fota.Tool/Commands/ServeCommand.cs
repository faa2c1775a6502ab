using System.CommandLine;
using System.Net;
using System.Runtime.CompilerServices;
using Fota.Errors;
using Fota.Tool.CommandLine;
using Fota.Tool.Serving;

namespace Fota.Tool.Commands;

/// <summary><c>fota serve</c>: update folders over HTTP.</summary>
internal sealed class ServeCommand : FotaCommand
{
    private readonly Argument<string> _folder = new("DIR")
    {
        Description = "An update folder, or a folder of them",
        DefaultValueFactory = _ => ".",
    };

    private readonly Option<int> _port = new("--port") { Description = "The port; 0 takes any that is free", HelpName = "N", DefaultValueFactory = _ => 8080 };
    private readonly Option<string> _listen = new("--listen")
    {
        Description = "The address; 0.0.0.0 to be reached from other machines, without encryption",
        HelpName = "ADDRESS",
        DefaultValueFactory = _ => "127.0.0.1",
    };

    public ServeCommand()
        : base(
            "serve",
            "Serve updates over HTTP, read-only: /update.json and its files, and /updates/PRODUCT?from=VERSION-OR-SHA256 for devices, which may add &formats=compact,jojodiff-0.8.5: what they read, and &region=50x4096: that they have one slot of so many blocks.",
            "fota serve bin/Release/fota",
            "fota serve releases --port 9000",
            "curl -OJ 'http://127.0.0.1:8080/updates/Blinky?from=1.0.0'")
    {
        Add(_folder);
        Add(_port);
        Add(_listen);
        _port.Accept(number => number is >= 0 and <= 65535, "--port must be 0 to 65535.");
    }

    public override Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        string root = Path.GetFullPath(arguments.GetRequiredValue(_folder));
        if (!Directory.Exists(root))
            throw new FotaException(ToolErrors.InputUnreadable, $"The folder '{root}' does not exist.", "Name the update folder of a build, such as bin/Release/fota.");
        if (!IPAddress.TryParse(arguments.GetRequiredValue(_listen), out IPAddress? address))
            throw new FotaException(ToolErrors.CommandLine, $"'{arguments.GetValue(_listen)}' is no IP address.", "Give one such as 127.0.0.1, 0.0.0.0 or ::1.");
        return RunAsync(root, address, arguments.GetValue(_port), terminal, cancellationToken);
    }

    // A method of its own, so that the web server's assemblies are only loaded when it runs.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<int> RunAsync(string root, IPAddress address, int port, Terminal terminal, CancellationToken cancellationToken)
    {
        IReadOnlyList<PublishedPackage> packages = new PublishedPackages(root).All();
        if (packages.Count == 0)
            terminal.Warn($"'{root}' has no complete package yet; it is served as soon as there is one.");
        await using UpdateServer server = await UpdateServer.StartAsync(root, address, port, terminal.Error.WriteLine, cancellationToken);
        ServedPackage[] served = [.. packages.Select(each => new ServedPackage(each.Manifest.Product.Name, each.Manifest.Version.ToString(), $"{server.Address}/{each.Prefix}update.json"))];
        terminal.Answer(
            new ServeResult(server.Address, root, served),
            ToolJson.Shapes.ServeResult,
            [
                $"serving {root} on {server.Address}; Ctrl-C ends it",
                .. served.Select(each => $"  {each.Product} {each.Version}  {server.Address}/updates/{Uri.EscapeDataString(each.Product)}?from=VERSION"),
            ]);
        await server.WaitAsync(cancellationToken);
        return 0;
    }
}

/// <summary>What <c>fota serve</c> prints when it listens.</summary>
internal sealed record ServeResult(string Url, string Folder, IReadOnlyList<ServedPackage> Packages);

/// <summary>A package that is served.</summary>
internal sealed record ServedPackage(string Product, string Version, string Manifest);
