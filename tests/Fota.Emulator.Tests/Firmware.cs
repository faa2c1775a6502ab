using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CliWrap;
using CliWrap.Buffered;
using Fota.Release.Images;

namespace Fota.Emulator.Tests;

/// <summary>Images for tests: real ones from the compiler, which run on the emulated board, and ones for other hardware.</summary>
internal static class Firmware
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "firmware");

    /// <summary>Compiles the small application.</summary>
    /// <param name="version">Its version, three numbers.</param>
    /// <param name="product">Its product.</param>
    /// <param name="define">A macro that makes it misbehave.</param>
    /// <param name="tableSize">Numbers in its table, two bytes each.</param>
    /// <param name="turn">How many of them stand at the table's end instead of its start, so that the rest moves.</param>
    /// <param name="cpu">The core, and with it the board. An M0's code runs on an M3 and an M4 too.</param>
    public static async Task<byte[]> CompileAsync(
        string version, string product = "Test", string? define = null, int tableSize = 4096, int turn = 0, DeviceCpu cpu = DeviceCpu.CortexM0)
    {
        string folder = TemporaryFolder.UntilExit();
        WriteVersionHeader(folder, version, product, tableSize, turn);
        byte[] image = await LinkAsync(
            folder,
            [
                "-std=gnu99", cpu == DeviceCpu.CortexM33 ? "-mcpu=cortex-m33" : "-mcpu=cortex-m0", "-mthumb", "-Os", "-Wall", "-Wextra", "-Werror", "-nostdlib", "-nostartfiles",
                cpu == DeviceCpu.CortexM33 ? "-Wl,--defsym=FLASH_BASE=0x80000000,--defsym=RAM_BASE=0x28000000" : "-Wl,--defsym=FLASH_BASE=0x21000000,--defsym=RAM_BASE=0x20000000",
                "-T", Path.Combine(s_folder, "application.ld"), "-I", folder, .. UpdateKit.Includes,
                .. define is null ? Array.Empty<string>() : ["-D" + define],
                .. define == "FOTA_COUNTS" ? [Path.Combine(UpdateKit.Tools.DeviceSources, "lib", "fota_refusals.c")] : Array.Empty<string>(),
                Path.Combine(s_folder, "application.c"), "-lgcc",
            ]);
        return image;
    }

    /// <summary>Links an image with the cross compiler, and takes what goes into flash.</summary>
    public static async Task<byte[]> LinkAsync(string folder, string[] arguments)
    {
        string elf = Path.Combine(folder, "app.elf");
        string image = Path.Combine(folder, "app.bin");
        await RunAsync(UpdateKit.Tools.CrossCompiler, ["-o", elf, .. arguments]);
        await RunAsync(UpdateKit.Tools.CrossCompiler.Replace("-gcc", "-objcopy", StringComparison.Ordinal), ["-O", "binary", elf, image]);
        return await File.ReadAllBytesAsync(image, TestContext.Current.CancellationToken);
    }

    /// <summary>Writes the fota_version.h of a version, as the build does, and the numbers of a table.</summary>
    public static void WriteVersionHeader(string folder, string version, string product, int tableSize = 1, int turn = 0) =>
        File.WriteAllText(Path.Combine(folder, "fota_version.h"), VersionHeaderText(version, product, tableSize, turn));

    /// <summary>An image that no core would run, with an info record at its end.</summary>
    public static byte[] ForOtherHardware(string version, int size = 24 * 1024, string product = "Test", int seed = 1, uint securityCounter = 0)
    {
        byte[] image = new byte[size];
        new Random(seed).NextBytes(image);
        int[] numbers = Numbers(version);

        // Versions differ here and there, as builds of one firmware do.
        for (int i = 0; i < size; i += 997)
            image[i] = (byte)(image[i] + numbers[0] + (3 * numbers[1]) + (7 * numbers[2]));
        Record(version, product, securityCounter).CopyTo(image, size - ImageInfoRecord.Size);
        return image;
    }

    private static byte[] Record(string version, string product, uint securityCounter)
    {
        int[] n = Numbers(version);
        return new ImageInfoRecord(
            ProductId.Of(product), new VersionNumbers((ushort)n[0], (ushort)n[1], (ushort)n[2], ushort.MaxValue), securityCounter).ToByteArray();
    }

    private static int[] Numbers(string version) => [.. version.Split('.').Select(n => int.Parse(n, CultureInfo.InvariantCulture))];

    private static string VersionHeaderText(string version, string product, int tableSize, int turn, uint securityCounter = 0)
    {
        int[] n = Numbers(version);
        byte[] id = SHA256.HashData(Encoding.UTF8.GetBytes(product));
        Random random = new(tableSize);
        int[] table = [.. Enumerable.Range(0, tableSize).Select(i => (random.Next(65536) + (i % 200 == 7 ? n[0] + n[1] + n[2] : 0)) % 65536)];
        table = [.. table[turn..], .. table[..turn]];
        return string.Create(CultureInfo.InvariantCulture, $"""
            #define FOTA_PRODUCT "{product}"
            #define FOTA_VERSION "{version}"
            #define FOTA_VERSION_MAJOR {n[0]}
            #define FOTA_VERSION_MINOR {n[1]}
            #define FOTA_VERSION_PATCH {n[2]}
            #define FOTA_VERSION_STAGE 65535
            #define FOTA_SECURITY_COUNTER {securityCounter}u
            #define FOTA_PRODUCT_ID_LO {BitConverter.ToUInt32(id)}u
            #define FOTA_PRODUCT_ID_HI {BitConverter.ToUInt32(id, 4)}u
            #define FOTA_TABLE_SIZE {tableSize}
            #define FOTA_TABLE {string.Join(", ", table)}

            """);
    }

    private static async Task RunAsync(string program, string[] arguments)
    {
        BufferedCommandResult result = await Cli.Wrap(program)
            .WithArguments(arguments)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, result.StandardError);
    }
}
