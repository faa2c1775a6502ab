using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using CliWrap.Buffered;

namespace Fota.EndToEnd;

/// <summary>docs/tutorial.md, docs/from-zero.md and docs/from-jdiff.md, followed to the letter: files are saved, commands are run, in the page's order.</summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class TutorialTests : IDisposable
{
    private readonly PackedFeed _feed;
    private readonly TemporaryFolder _directory = new("fota-tutorial-");
    private readonly InstalledTool _tool = new();

    public TutorialTests(PackedFeed feed)
    {
        _feed = feed;
        Directory.CreateDirectory(Work);
    }

    private string Work => _directory["work"];

    public void Dispose()
    {
        _directory.Dispose();
        _tool.Dispose();
    }

    [Fact]
    public async Task Newcomer_gets_from_an_own_firmware_to_a_device_that_updated_itself()
    {
        string output = await Follow("tutorial.md");

        Assert.DoesNotContain("warning: ", output, StringComparison.Ordinal);
        Assert.Contains("Thermostat 1.0.0", output, StringComparison.Ordinal);
        Assert.Contains("Thermostat 1.1.0", output, StringComparison.Ordinal);
        Assert.Contains("target: 21 degrees", output, StringComparison.Ordinal);
        Assert.Contains("released Thermostat 1.1.0", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Firmware_of_somebody_else_gets_updates_by_a_few_lines()
    {
        string output = await Follow("from-zero.md");

        Assert.DoesNotContain("warning", output, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("patch from 1.0.0: ", output, StringComparison.Ordinal);
        Assert.Contains("Demo 1.1.0: the package is whole and signed", output, StringComparison.Ordinal);

        // The page's scripts for PlatformIO, between which it builds the program; this is how it calls them, and what they use of it.
        await File.WriteAllTextAsync(Path.Combine(Work, "SConstruct"), """
            import os
            target = ["-mthumb", "-mcpu=cortex-m3"]
            env = Environment(ENV=os.environ, PROJECT_DIR=Dir("#").abspath, PROGNAME="firmware", PROGPATH="$PROJECT_DIR/$PROGNAME", CC="arm-none-eabi-gcc",
                CCFLAGS=target + ["-Os"], LINKFLAGS=target + ["-T", "demo.ld", "-nostartfiles", "--specs=nano.specs", "--specs=nosys.specs"])
            env.SConscript("headers.py", exports="env")
            env.Default(env.Program("$PROGPATH", ["main.c", "startup.c", "record.c"]))
            env.SConscript("package.py", exports="env")
            """, TestContext.Current.CancellationToken);
        Assert.Contains("patch from 1.0.0: ", await Run("scons -Q\n"), StringComparison.Ordinal);
        Assert.Contains("is up to date", await Run("scons -Q\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_comes_from_separate_tools_gets_the_same_bytes_from_this_one()
    {
        await File.WriteAllBytesAsync(Path.Combine(Work, "old.bin"), Image(seed: 1, changed: 0), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(Work, "new.bin"), Image(seed: 1, changed: 300), TestContext.Current.CancellationToken);

        string output = await Follow("from-jdiff.md");

        Assert.Contains("Verified OK", output, StringComparison.Ordinal);
    }

    private async Task<string> Follow(string page)
    {
        string port = FreePort();
        string text = (await File.ReadAllTextAsync(Repository.PathOf("docs", page), TestContext.Current.CancellationToken))
            .Replace("8080", port, StringComparison.Ordinal)
            .Replace("Include=\"Fota.Build\" Version=\"1.0.0\"", $"Include=\"Fota.Build\" Version=\"{PackedFeed.Version}\"", StringComparison.Ordinal);
        var output = new List<string>();
        foreach (Match block in Block().Matches(text))
        {
            string content = block.Groups["content"].Value + "\n";
            if (block.Groups["file"].Success)
                await File.WriteAllTextAsync(Path.Combine(Work, block.Groups["file"].Value), content, TestContext.Current.CancellationToken);
            else if (block.Groups["language"].Value == "sh")
                output.Add(await Run(content));
        }

        Assert.NotEmpty(output);
        return string.Concat(output);
    }

    private async Task<string> Run(string commands)
    {
        var environment = new Dictionary<string, string?>
        {
            ["CI"] = null,
            ["TF_BUILD"] = null,
            ["PATH"] = _tool.Folder + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"),
            ["RestoreAdditionalProjectSources"] = _feed.Feed,
            ["RestorePackagesPath"] = _feed.Packages,
            ["NuGetAudit"] = "false",
            ["FOTA_MBEDTLS_DIR"] = Repository.MbedTls,
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["DOTNET_NOLOGO"] = "1",
            ["DOTNET_CLI_UI_LANGUAGE"] = "en",
            ["no_proxy"] = "127.0.0.1",
        };
        // What the page starts in the background ends with its commands, also when one of them fails: it holds the pipe that is read here.
        const string End = "trap 'kill $(jobs -p) 2> /dev/null || true' EXIT\n";
        BufferedCommandResult result = await ExternalProgram.TryAsync("bash", ["-euc", End + commands], Work, environment);
        string output = result.StandardOutput + result.StandardError;
        Assert.True(result.ExitCode == 0, $"{commands}\n{output}");
        return output;
    }

    /// <summary>Bytes that look like no other, of which some in the middle differ.</summary>
    private static byte[] Image(int seed, int changed)
    {
        var random = new Random(seed);
        byte[] image = new byte[20000];
        random.NextBytes(image);
        random.NextBytes(image.AsSpan(8000, changed));
        return image;
    }

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>A fenced block; one below a line with a file's name and a colon is that file.</summary>
    [GeneratedRegex("(?:^`(?<file>[A-Za-z.]+)`:\n\n)?^```(?<language>[a-z]+)\n(?<content>.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
