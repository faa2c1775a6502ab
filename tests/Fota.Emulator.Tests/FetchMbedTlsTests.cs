using System.Diagnostics;
using Fota.Errors;

namespace Fota.Emulator.Tests;

/// <summary>The script that fetches the Mbed TLS sources, and the call that runs it.</summary>
public class FetchMbedTlsTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_fetch_that_fails_leaves_no_folder_and_keeps_the_one_that_was_there()
    {
        string parent = TemporaryFolder.UntilExit();
        string folder = Path.Combine(parent, "mbedtls");
        string tarball = Path.Combine(parent, "mbedtls_2.28.3.orig.tar.gz");
        await File.WriteAllTextAsync(tarball, "not what was pinned", Cancelled);

        Assert.NotEqual(0, await FetchAsync(folder, tarball));
        Assert.False(Path.Exists(folder));

        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "kept"), "", Cancelled);
        Assert.NotEqual(0, await FetchAsync(folder, tarball));
        Assert.Equal(["kept"], Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName));
        Assert.False(Path.Exists(folder + ".part"));
    }

    [Fact]
    public async Task Two_that_fetch_at_once_fill_one_folder_with_what_the_device_is_compiled_from()
    {
        string cache = TemporaryFolder.UntilExit();

        string[] folders = await Task.WhenAll(
            EmulatorTools.InstallMbedTlsAsync(cache, cancellationToken: Cancelled), EmulatorTools.InstallMbedTlsAsync(cache, cancellationToken: Cancelled));

        Assert.Equal(folders[0], folders[1]);
        Assert.InRange(MbedTlsSources.Files(folders[0]).Count(), 15, 16);
    }

    [Fact]
    public async Task A_cause_is_passed_on_in_the_words_of_the_script()
    {
        FotaException error = await Assert.ThrowsAsync<FotaException>(
            () => EmulatorTools.InstallMbedTlsAsync("/proc/no-folder-can-be-made-here", cancellationToken: Cancelled));

        Assert.Equal(EmulatorErrors.MbedTlsMissing, error.Code);
        Assert.Contains("mkdir", error.Message, StringComparison.Ordinal);
    }

    private static async Task<int> FetchAsync(string folder, string tarball)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(UpdateKit.Tools.DeviceSources, "board", "fetch-mbedtls.sh"), folder]);
        start.Environment["MBEDTLS_TARBALL"] = tarball;
        using Process script = Process.Start(start)!;
        await script.WaitForExitAsync(Cancelled);
        return script.ExitCode;
    }
}
