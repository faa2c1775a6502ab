using System.CommandLine;
using Fota.Emulator;
using Fota.Errors;
using Fota.Files;
using Fota.Tool.CommandLine;

namespace Fota.Tool.Commands;

/// <summary><c>fota device-sources</c>: the C sources that firmware compiles in, and the recipes for Make and CMake.</summary>
internal sealed class DeviceSourcesCommand : FotaCommand
{
    /// <summary>What firmware compiles and builds with; the rest belongs to the emulated device.</summary>
    private static readonly string[] s_folders = ["lib", "bootloader", "recipes"];

    private readonly Option<bool> _path = new("--path") { Description = "Print the folder where they lie, and nothing else" };
    private readonly Option<string?> _copy = new("--copy") { Description = "Copy them to a new folder", HelpName = "DIR" };

    public DeviceSourcesCommand()
        : base(
            "device-sources",
            "Say where the C sources for devices are, with the recipes fota.mk and fota.cmake, or copy them.",
            "fota device-sources --path",
            "fota device-sources --copy third_party/fota")
    {
        Add(_path);
        Add(_copy);
        Validators.Add(result =>
        {
            if (result.GetValue(_path) == result.GetValue(_copy) is not null)
                result.AddError("Give --path, or --copy DIR.");
        });
    }

    public override Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        string sources = EmulatorTools.FindDeviceSources(null);
        string place = arguments.GetValue(_copy) is { } target ? Copy(sources, Path.GetFullPath(target)) : sources;
        terminal.Answer(new DeviceSourcesResult(place), ToolJson.Shapes.DeviceSourcesResult, [place]);
        return Task.FromResult(0);
    }

    private static string Copy(string sources, string target)
    {
        if (Directory.Exists(target) || File.Exists(target))
            throw new FotaException(ToolErrors.OutputExists, $"'{target}' exists.", "Name a folder that does not exist yet.");
        try
        {
            foreach (string file in s_folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(sources, folder))).Order(StringComparer.Ordinal))
            {
                string to = Path.Combine(target, Path.GetRelativePath(sources, file));
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                FileReplacement.Write(to, File.ReadAllBytes(file));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FotaException(
                ToolErrors.OutputUnwritable, $"'{target}' cannot be written: {e.Message}.", "Check the path, its permissions and the room on the disk.", e);
        }

        return target;
    }
}

/// <summary>The answer of <c>fota device-sources</c>.</summary>
internal sealed record DeviceSourcesResult(string Folder);
