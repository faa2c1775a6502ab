using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Fota.Errors;
using Fota.Release;
using Fota.Release.Images;
using Fota.Release.Settings;
using Fota.Release.Store;
using Fota.Signing;
using Fota.Tool.CommandLine;
using Fota.Tool.Projects;

namespace Fota.Tool.Commands;

/// <summary><c>fota init</c>: the first minute of a firmware that no MSBuild project builds.</summary>
internal sealed class InitCommand : FotaCommand
{
    private const string KeyFolder = "keys";

    private static readonly JsonWriterOptions s_layout = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Argument<string> _folder = new("DIR") { Description = "The firmware's folder", DefaultValueFactory = _ => "." };
    private readonly Option<string?> _product = new("--product") { Description = "The product's name (default: the folder's)", HelpName = "NAME" };
    private readonly Option<string> _image = new("--image")
    {
        Description = "The image that your build makes, from DIR",
        HelpName = "FILE",
        DefaultValueFactory = _ => "build/application.bin",
    };

    private readonly Option<string?> _version = new("--version") { Description = "The firmware's version (default: 1.0.0, or the next minor one above that of --base)", HelpName = "VERSION" };
    private readonly Option<string?> _base = new("--base") { Description = "The image that devices run now: the first release of the archive, which patches start from", HelpName = "FILE" };
    private readonly Option<string?> _baseVersion = new("--base-version") { Description = "Its version, where the image does not say it", HelpName = "VERSION" };
    private readonly Option<bool> _key = new("--key") { Description = "Make a key pair too, in keys/" };
    private readonly KeyOptions _keys = new();

    public InitCommand()
        : base(
            "init",
            "Begin with updates in a folder that Make, CMake or anything else builds: fota.json, lines of .gitignore, and where asked for keys and a first archive. Nothing is overwritten.",
            "fota init --product Thermostat --image build/thermostat.bin --key",
            "fota init --product Thermostat --image build/thermostat.bin --key --base shipped/thermostat.bin --base-version 1.4.2",
            "fota init firmware --key --password-env FOTA_KEY_PASSWORD")
    {
        Add(_folder);
        Add(_product);
        Add(_image);
        Add(_version);
        Add(_base);
        Add(_baseVersion);
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

        var product = Product.Parse(arguments.GetValue(_product) ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(place)));
        (FirmwareImage Image, FirmwareVersion Version)? shipped = Shipped(arguments);
        FirmwareVersion version = Version(arguments, shipped?.Version);
        byte[] content = Content(product, version, imageFile);
        var ignored = IgnoreFile.Of(place, keepsArchive: shipped is not null);
        string keyFolder = Path.Combine(place, KeyFolder);
        // Before the keys: what stops here would else leave keys that stop the repetition. The same bits once more change nothing.
        ArchivedImage? first = shipped is not { } devices ? null
            : BaseArchive.Open(Path.Combine(place, SettingsFile.ArchiveFolder)).Promote(product, devices.Version, devices.Image, cancellationToken: cancellationToken);
        KeyFiles? made = withKey ? KeyFiles.Create(keyFolder, password: password) : null;
        ignored.Complete();
        // Last, so that what stopped the command does not stop its repetition.
        OutputFile.Write(settings, content, force: false);

        // Whether devices run what lies there, or a developer built it a minute ago, only its owner knows.
        string? adopt = first is null && File.Exists(Path.Combine(place, imageFile)) ? $"fota bases add {(imageFile.Contains(' ', StringComparison.Ordinal) ? $"\"{imageFile}\"" : imageFile)} --version {version}" : null;
        string[] next = File.Exists(Path.Combine(keyFolder, "update.pub")) ? ["fota headers", "fota package"] : ["fota keygen keys", "fota headers"];
        terminal.Answer(
            new InitResult(settings, ignored.Missing, made?.PrivateKey, made?.PublicKey, first is null ? null : ArchivedSummary.Of(first), adopt, next),
            ToolJson.Shapes.InitResult,
            [
                $"{settings}  settings: commit it",
                .. ignored.Missing.Count == 0 ? (string[])[] : [$".gitignore  now has {string.Join(", ", ignored.Missing)}"],
                .. made is null ? (string[])[] :
                [
                    $"{made.PrivateKey}  private key, {(password is null ? "not encrypted" : "encrypted")}: keep it secret, keep a copy offline",
                    $"{made.PublicKey}  public key: commit it",
                ],
                .. first is null ? (string[])[] : [$"{SettingsFile.ArchiveFolder}/  archive with {first.Product} {first.Version}, {first.Size}: patches start from it; commit it"],
                $"Next, in {place}:",
                .. next.Select(command => $"  {command}"),
                .. adopt is null ? (string[])[] : [$"{imageFile} is there already. If devices run it, keep it as the first base before that, and raise FotaVersion:", $"  {adopt}"],
            ]);
        return Task.FromResult(0);
    }

    private (FirmwareImage, FirmwareVersion)? Shipped(ParseResult arguments)
    {
        if (arguments.GetValue(_base) is not { } file)
        {
            return arguments.GetValue(_baseVersion) is null
                ? null
                : throw new FotaException(ToolErrors.CommandLine, "There is a version of a base, and no base.", "Give --base FILE, the image that devices run.");
        }

        var image = FirmwareImage.Load(file);
        FirmwareVersion version = arguments.GetValue(_baseVersion) is { } text ? FirmwareVersion.Parse(text)
            : image.StatedVersion ?? throw new FotaException(
                ToolErrors.CommandLine, $"'{file}' does not say which version it is.", "Give --base-version, the version that devices know it by.");
        return (image, version);
    }

    private FirmwareVersion Version(ParseResult arguments, FirmwareVersion? shipped)
    {
        if (arguments.GetValue(_version) is not { } text)
            return FirmwareVersion.Parse(shipped is null ? "1.0.0" : $"{shipped.Numbers.Major}.{shipped.Numbers.Minor + 1}.0");
        var version = FirmwareVersion.Parse(text);
        if (shipped is null || version > shipped)
            return version;
        throw new FotaException(
            ReleaseErrors.ReleaseNotNewer, $"{version} is not above {shipped}, which devices run.", "Give the version of the next firmware with --version, or leave it out.");
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

        return Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes.ToArray()).ReplaceLineEndings("\n") + "\n");
    }
}

/// <summary>The answer of <c>fota init</c>.</summary>
/// <param name="Settings">The new fota.json.</param>
/// <param name="Ignored">The lines that .gitignore lacked.</param>
/// <param name="PrivateKey">The new private key, if one was asked for.</param>
/// <param name="PublicKey">Its public key.</param>
/// <param name="Base">The first release of the archive, if a base was given.</param>
/// <param name="Adopt">The command that makes the image which lies there the first base, should devices run it.</param>
/// <param name="Next">The two commands that come next.</param>
internal sealed record InitResult(string Settings, IReadOnlyList<string> Ignored, string? PrivateKey, string? PublicKey, ArchivedSummary? Base, string? Adopt, IReadOnlyList<string> Next);
