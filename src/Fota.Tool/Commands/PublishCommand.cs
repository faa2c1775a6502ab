using System.CommandLine;
using Fota.Errors;
using Fota.Release.Manifest;
using Fota.Release.Publishing;
using Fota.Signing;
using Fota.Tool.CommandLine;
using Fota.Tool.Publishing;

namespace Fota.Tool.Commands;

/// <summary><c>fota publish</c>: brings a signed package to where devices get it.</summary>
internal sealed class PublishCommand : FotaCommand
{
    private readonly Argument<string> _folder = new("DIR") { Description = "The update folder of a build", DefaultValueFactory = _ => "." };
    private readonly Option<PublishPlace> _to = new("--to") { Description = "folder, or hawkbit", HelpName = "PLACE", Required = true };
    private readonly Option<string[]> _keys = new("--key")
    {
        Description = "A public key that devices accept, to verify the package with before anything is published",
        HelpName = "FILE",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _output = new("--out") { Description = "The folder that the web server gives out", HelpName = "DIR" };
    private readonly Option<Uri?> _url = new("--url")
    {
        Description = "The address of the hawkBit server",
        HelpName = "URL",
        CustomParser = result =>
        {
            if (!Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
                result.AddError($"'{result.Tokens[0].Value}' is no address; write it as https://updates.example.com.");
            else if (address.UserInfo.Length + address.Query.Length + address.Fragment.Length > 0)
                result.AddError("The address is more than a server and a path; user and password have options of their own."); // never repeated: it may hold a password
            else
                return address;
            return null;
        },
    };

    private readonly Option<string?> _user = new("--user") { Description = "The user of hawkBit who publishes; TENANT\\NAME where there are tenants", HelpName = "NAME" };
    private readonly Option<string?> _passwordVariable = new("--password-env") { Description = "Name of the environment variable that holds the user's password", HelpName = "NAME" };
    private readonly Option<string?> _passwordFile = new("--password-file") { Description = "File whose first line is the user's password", HelpName = "FILE" };
    private readonly Option<string> _type = new("--type") { Description = "The type of software module, as the server has it", HelpName = "KEY", DefaultValueFactory = _ => "os" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would be published, and change nothing" };

    public PublishCommand()
        : base(
            "publish",
            "Bring a signed package to where devices get it. What is there already stays; what ended early is continued; other bits of a published version are refused.",
            "fota publish fota --to folder --out /srv/updates --key keys/update.pub",
            "fota publish bin/Release/fota --to hawkbit --url https://updates.example.com --user ci --password-env HAWKBIT_PASSWORD --key keys/update.pub",
            "fota publish fota --to folder --out /srv/updates --key keys/update.pub --dry-run")
    {
        Add(_folder);
        foreach (Option option in (Option[])[_to, _keys, _output, _url, _user, _passwordVariable, _passwordFile, _type, _dryRun])
            Add(option);
    }

    public override string WhenCancelled => "each file that was published is whole; run it again to go on";

    public override async Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        RequireMeant(arguments);
        string package = arguments.GetRequiredValue(_folder);
        VerificationKey[] trusted = [.. arguments.GetRequiredValue(_keys).Select(VerificationKey.Load)];
        UpdateManifest manifest = PackageVerifier.Verify(package, trusted).Require();
        using IPublishTarget target = Target(arguments, manifest);
        PublishResult result = await PublishRun.RunAsync(package, manifest, target, arguments.GetValue(_dryRun), cancellationToken);
        terminal.Answer(
            result,
            ToolJson.Shapes.PublishResult,
            [
                $"{result.Product} {result.Version} {(result.DryRun ? "would be" : "is")} at {result.Place}",
                .. result.Files.Select(each => $"  {each.File}, {each.Size:N0} bytes: {Say(each.State)}"),
                .. result.Metadata.Select(each => $"  {each.Key} = {each.Value}: {Say(each.State)}"),
            ]);
        return 0;
    }

    private void RequireMeant(ParseResult arguments)
    {
        if (arguments.GetValue(_to) == PublishPlace.Folder)
        {
            if (string.IsNullOrEmpty(arguments.GetValue(_output)))
                throw NotMeant("The folder is not named.", "Give --out DIR with --to folder.");
            return;
        }

        if (arguments.GetValue(_url) is not { } address || string.IsNullOrEmpty(arguments.GetValue(_user)))
            throw NotMeant("The server or the user is not named.", "Give --url and --user with --to hawkbit.");
        if (string.IsNullOrEmpty(arguments.GetValue(_passwordVariable)) == string.IsNullOrEmpty(arguments.GetValue(_passwordFile)))
            throw NotMeant("There must be one place of the password.", "Give --password-env or --password-file with --to hawkbit.");
        if (address.Scheme == "http" && !address.IsLoopback)
            throw NotMeant("The password would be sent without encryption.", "Give an address with https.");
    }

    private static FotaException NotMeant(string what, string advice) => new(ToolErrors.CommandLine, what, advice);

    private static string Say(PublishState state) => state switch
    {
        PublishState.Present => "there already",
        PublishState.Missing => "not there yet",
        PublishState.Mended => "was otherwise, and is mended",
        PublishState.Differs => "is otherwise",
        _ => "published",
    };

    private IPublishTarget Target(ParseResult arguments, UpdateManifest manifest)
    {
        if (arguments.GetValue(_to) == PublishPlace.Folder)
            return new FolderTarget(arguments.GetRequiredValue(_output)!, manifest);
        KeyPassword password = arguments.GetValue(_passwordVariable) is { Length: > 0 } name ? KeyPassword.FromEnvironment(name) : KeyPassword.FromFile(arguments.GetValue(_passwordFile)!);
        return new HawkbitTarget(arguments.GetValue(_url)!, arguments.GetRequiredValue(_type), arguments.GetValue(_user)!, password);
    }
}

/// <summary>Where a package is published.</summary>
internal enum PublishPlace
{
    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A server of Eclipse hawkBit.</summary>
    Hawkbit,
}
