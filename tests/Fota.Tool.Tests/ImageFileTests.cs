using System.Text.Json;
using CliWrap.Buffered;

namespace Fota.Tool.Tests;

/// <summary>Commands whose images are what linker and objcopy write.</summary>
[Slow]
public sealed class ImageFileTests(InstalledTool fota) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Diff_takes_the_image_from_its_file_and_says_where_it_lies()
    {
        (string oldElf, string oldImage) = await Firmware.BuildAsync(_folder, "old", Firmware.First);
        (string newElf, string newImage) = await Firmware.BuildAsync(_folder, "new", Firmware.Second);
        string hex = _folder["new.hex"];
        await ExternalProgram.RunAsync("arm-none-eabi-objcopy", "-O", "ihex", newElf, hex);
        await fota.RunAsync("diff", oldImage, newImage, _folder["raw.diff"]);

        BufferedCommandResult diff = await fota.RunAsync("diff", oldElf, hex, _folder["taken.diff"], "--json", "--fill", "0");
        BufferedCommandResult words = await fota.RunAsync("diff", oldElf, hex, _folder["words.diff"]);
        BufferedCommandResult patch = await fota.RunAsync("patch", oldElf, _folder["taken.diff"], _folder["result.bin"]);

        Assert.Equal((0, ""), (diff.ExitCode, diff.StandardError));
        Assert.Equal(await File.ReadAllBytesAsync(_folder["raw.diff"], Cancellation), await File.ReadAllBytesAsync(_folder["taken.diff"], Cancellation));
        JsonElement image = JsonDocument.Parse(diff.StandardOutput).RootElement.GetProperty("new").GetProperty("image");
        Assert.Equal(("Intel HEX", 0x08000000u), (image.GetProperty("format").GetString(), image.GetProperty("address").GetUInt32()));
        Assert.Contains("ELF, 0x08000000 to 0x0800", words.StandardOutput, StringComparison.Ordinal);
        Assert.Equal((0, ""), (patch.ExitCode, patch.StandardError));
        Assert.Equal(await File.ReadAllBytesAsync(newImage, Cancellation), await File.ReadAllBytesAsync(_folder["result.bin"], Cancellation));
    }

    [Fact]
    public async Task A_signature_of_a_HEX_file_is_the_one_that_a_device_verifies()
    {
        (string elf, string image) = await Firmware.BuildAsync(_folder, "firmware", Firmware.First);
        await ExternalProgram.RunAsync("arm-none-eabi-objcopy", "-O", "ihex", elf, _folder["firmware.hex"]);
        string key = _folder["test.key"], publicKey = _folder["test.pub"];
        await ExternalProgram.RunAsync("openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", key);
        await ExternalProgram.RunAsync("openssl", "pkey", "-in", key, "-pubout", "-out", publicKey);

        BufferedCommandResult sign = await fota.RunAsync("sign", _folder["firmware.hex"], "--key", key, "--out", _folder["firmware.sig"]);
        BufferedCommandResult verify = await fota.RunAsync("verify", _folder["firmware.hex"], "--key", publicKey, "--signature", _folder["firmware.sig"]);

        Assert.Contains("Intel HEX, 0x08000000", sign.StandardOutput, StringComparison.Ordinal);
        Assert.Equal(0, verify.ExitCode);
        string openssl = await ExternalProgram.RunAsync("openssl", "dgst", "-sha256", "-verify", publicKey, "-signature", _folder["firmware.sig"], image);
        Assert.Contains("Verified OK", openssl, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_names_symbols_by_an_image_that_is_an_ELF_file()
    {
        (string oldElf, _) = await Firmware.BuildAsync(_folder, "old", Firmware.First);
        (string newElf, _) = await Firmware.BuildAsync(_folder, "new", Firmware.Second);

        BufferedCommandResult explain = await fota.RunAsync("explain", oldElf, newElf, "--json");

        Assert.Equal((0, ""), (explain.ExitCode, explain.StandardError));
        Assert.Contains(
            JsonDocument.Parse(explain.StandardOutput).RootElement.GetProperty("symbols").EnumerateArray(),
            symbol => symbol.GetProperty("name").GetString()!.StartsWith("brake", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("firmware.hex", "Intel HEX")]
    [InlineData("firmware.elf", "ELF")]
    public async Task Inspect_says_that_it_is_an_image(string file, string format)
    {
        (string elf, string image) = await Firmware.BuildAsync(_folder, "firmware", Firmware.First);
        await ExternalProgram.RunAsync("arm-none-eabi-objcopy", "-O", "ihex", elf, _folder["firmware.hex"]);

        BufferedCommandResult result = await fota.RunAsync("inspect", _folder[file], "--json");

        JsonElement answer = JsonDocument.Parse(result.StandardOutput).RootElement;
        Assert.Equal("image", answer.GetProperty("kind").GetString());
        Assert.Equal(new FileInfo(image).Length, answer.GetProperty("size").GetInt64());
        Assert.Equal(format, answer.GetProperty("image").GetProperty("format").GetString());
    }

    [Theory]
    [InlineData("image.bin", "vector table")]
    [InlineData("image.hex", "Intel HEX")]
    [InlineData("image.elf", "ELF")]
    [InlineData("image.zip", "ZIP")]
    public async Task A_file_that_is_no_patch_is_not_applied_as_one(string file, string kind)
    {
        (string elf, string image) = await Firmware.BuildAsync(_folder, "image", Firmware.First.Replace("(void *)start}", "(void *)start, (void *)start, (void *)start}", StringComparison.Ordinal));
        await ExternalProgram.RunAsync("arm-none-eabi-objcopy", "-O", "ihex", elf, _folder["image.hex"]);
        _folder.Write("image.zip", "PK\u0003\u0004 and so on"u8);

        BufferedCommandResult result = await fota.RunAsync("patch", image, _folder[file], _folder["result.bin"]);

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("error FOTA7009: ", result.StandardError, StringComparison.Ordinal);
        Assert.Contains(kind, result.StandardError, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["result.bin"]));
    }

    [Fact]
    public async Task A_patch_that_begins_with_a_new_vector_table_is_one()
    {
        (_, string image) = await Firmware.BuildAsync(_folder, "image", Firmware.First);
        byte[] old = await File.ReadAllBytesAsync(image, Cancellation);
        byte[] changed = [.. BitConverter.GetBytes(0x20004000), .. BitConverter.GetBytes(0x08000101), .. BitConverter.GetBytes(0x08000203), .. BitConverter.GetBytes(0x08000305), .. old[16..]];
        string target = _folder.Write("changed.bin", changed);
        await fota.RunAsync("diff", image, target, _folder["p.diff"]);

        BufferedCommandResult patch = await fota.RunAsync("patch", image, _folder["p.diff"], _folder["result.bin"]);

        Assert.Equal((0, ""), (patch.ExitCode, patch.StandardError));
        Assert.Equal(changed, await File.ReadAllBytesAsync(_folder["result.bin"], Cancellation));
    }

    [Theory]
    [InlineData("--fill", "256")]
    [InlineData("--fill", "0xFFF")]
    [InlineData("--fill", "blank")]
    public async Task A_fill_that_is_no_byte_is_refused(string option, string value)
    {
        (string elf, _) = await Firmware.BuildAsync(_folder, "firmware", Firmware.First);

        BufferedCommandResult result = await fota.RunAsync("inspect", elf, option, value);

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("error FOTA7001: ", result.StandardError, StringComparison.Ordinal);
    }
}
