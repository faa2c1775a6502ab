using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Fota.Errors;
using Fota.Release.Images;
using Fota.Release.Settings;
using Fota.Signing;
using Fota.Tool.CommandLine;
using Fota.Tool.Projects;

namespace Fota.Tool.Commands;

/// <summary><c>fota init</c>: the first minute of a firmware that no MSBuild project builds.</summary>
internal sealed class InitCommand : FotaCommand
{
    private const string KeyFolder = "keys";

    private static readonly JsonWriterOptions s_layout = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Argument<string> _folder = new("DIR") { Description = "The firmware's folder", DefaultValueFactory = _ => "." };
    private readonly Option<string?> _product = new("--product") { Description = "The product's name (default: the folder's)", HelpName = "NAME" };
    private readonly Option<string> _image = new("--image")
    {
        Description = "The image that your build makes, from DIR",
        HelpName = "FILE",
        DefaultValueFactory = _ => "build/application.bin",
    };

    private readonly Option<string> _version = new("--version") { Description = "The firmware's version", HelpName = "VERSION", DefaultValueFactory = _ => "1.0.0" };
    private readonly Option<bool> _key = new("--key") { Description = "Make a key pair too, in keys/" };
    private readonly KeyOptions _keys = new();

    public InitCommand()
        : base(
            "init",
            "Begin with updates in a folder that Make, CMake or anything else builds: fota.json, lines of .gitignore, and keys where asked for. Nothing is overwritten.",
            "fota init --product Thermostat --image build/thermostat.bin --key",
            "fota init firmware --key --password-env FOTA_KEY_PASSWORD")
    {
        Add(_folder);
        Add(_product);
        Add(_image);
        Add(_version);
        Add(_key);
        _keys.AddTo(this);
    }

    public override Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        string place = Path.GetFullPath(arguments.GetRequiredValue(_folder));
        KeyPassword? password = _keys.Password(arguments);
        bool withKey = arguments.GetValue(_key);
        if (password is not null && !withKey)
            throw new FotaException(ToolErrors.CommandLine, "There is a password, and no key to make.", "Give --key too.");
        if (!Directory.Exists(place))
            throw new FotaException(ToolErrors.ProjectNotFound, $"The folder '{place}' does not exist.", "Name the folder that your firmware is built in.");
        string settings = Path.Combine(place, SettingsFile.Name);
        if (Path.Exists(settings))
            throw new FotaException(ToolErrors.OutputExists, $"'{settings}' exists.", "Edit it, or move it away yourself: fota init replaces nothing.");

        string imageFile = arguments.GetRequiredValue(_image).Replace('\\', '/');
        if (string.IsNullOrWhiteSpace(imageFile))
            throw new FotaException(ToolErrors.CommandLine, "--image names no file.", "Name the image that your build makes, such as build/application.bin.");

        byte[] content = Content(
            Product.Parse(arguments.GetValue(_product) ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(place))),
            FirmwareVersion.Parse(arguments.GetRequiredValue(_version)),
            imageFile);
        var ignored = IgnoreFile.Of(place);
        string keyFolder = Path.Combine(place, KeyFolder);
        KeyFiles? made = withKey ? KeyFiles.Create(keyFolder, password: password) : null;
        ignored.Complete();
        // Last, so that what stopped the command does not stop its repetition.
        OutputFile.Write(settings, content, force: false);

        string[] next = File.Exists(Path.Combine(keyFolder, "update.pub")) ? ["fota headers", "fota package"] : ["fota keygen keys", "fota headers"];
        terminal.Answer(
            new InitResult(settings, ignored.Missing, made?.PrivateKey, made?.PublicKey, next),
            ToolJson.Shapes.InitResult,
            [
                $"{settings}  settings: commit it",
                .. ignored.Missing.Count == 0 ? (string[])[] : [$".gitignore  now has {string.Join(", ", ignored.Missing)}"],
                .. made is null ? (string[])[] :
                [
                    $"{made.PrivateKey}  private key, {(password is null ? "not encrypted" : "encrypted")}: keep it secret, keep a copy offline",
                    $"{made.PublicKey}  public key: commit it",
                ],
                $"Next, in {place}:",
                .. next.Select(command => $"  {command}"),
            ]);
        return Task.FromResult(0);
    }

    private static byte[] Content(Product product, FirmwareVersion version, string image)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, s_layout))
        {
            json.WriteStartObject();
            json.WriteString(FotaSettings.Product.Name, product.Name);
            json.WriteString(FotaSettings.Version.Name, version.ToString());
            json.WriteString(FotaSettings.Image.Name, image);
            json.WriteEndObject();
        }

        return [.. bytes.ToArray(), .. "\n"u8];
    }
}

/// <summary>The answer of <c>fota init</c>.</summary>
/// <param name="Settings">The new fota.json.</param>
/// <param name="Ignored">The lines that .gitignore lacked.</param>
/// <param name="PrivateKey">The new private key, if one was asked for.</param>
/// <param name="PublicKey">Its public key.</param>
/// <param name="Next">The two commands that come next.</param>
internal sealed record InitResult(string Settings, IReadOnlyList<string> Ignored, string? PrivateKey, string? PublicKey, IReadOnlyList<string> Next);
