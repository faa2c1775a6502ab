using System.Buffers.Binary;
using System.Text;
using Fota.Errors;
using Fota.Release.Images;
using Fota.Release.Images.Formats;

namespace Fota.Release.Tests;

/// <summary>
/// Images out of ELF, Intel HEX, S-record and UF2 files: those that GNU objcopy and the micro:bit's makers wrote, and damaged ones.
/// The UF2 files are written here, by Microsoft's page on the format.
/// </summary>
public sealed class ImageFileTests : IDisposable
{
    private const uint Flash = 0x08000000;
    private const string MicroBitHex = "/usr/share/firmware-microbit-micropython/firmware.hex";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("elf", ImageFormat.Elf)]
    [InlineData("ihex", ImageFormat.IntelHex)]
    [InlineData("srec", ImageFormat.SRecord)]
    public async Task The_image_is_the_one_that_objcopy_makes(string target, ImageFormat format)
    {
        string elf = await LinkAsync(gap: 300);
        string file = _folder["converted"], raw = _folder["raw.bin"];
        await ExternalProgram.RunAsync("arm-none-eabi-objcopy", "-O", "binary", "--gap-fill", "0xFF", elf, raw);
        if (target == "elf")
            file = elf;
        else
            await ExternalProgram.RunAsync("arm-none-eabi-objcopy", "-O", target, elf, file);

        FirmwareImage image = FirmwareImage.Load(file);

        Assert.Equal(await File.ReadAllBytesAsync(raw, TestContext.Current.CancellationToken), image.Content.ToArray());
        Assert.Equal((format, Flash), (image.File!.Format, image.File.Address));
        Assert.InRange(image.File.Filled, 200, 300);
        Assert.Contains("0x08000000 to 0x0800", image.File.ToString(), StringComparison.Ordinal);
        Assert.Contains("gaps filled with 0xFF", image.File.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gaps_have_the_fill_that_is_asked_for()
    {
        string elf = await LinkAsync(gap: 300);
        string raw = _folder["raw.bin"];
        await ExternalProgram.RunAsync("arm-none-eabi-objcopy", "-O", "binary", elf, raw);

        Assert.Equal(await File.ReadAllBytesAsync(raw, TestContext.Current.CancellationToken), FirmwareImage.Load(elf, fill: 0).Content.ToArray());
    }

    [Fact]
    public async Task A_big_endian_ELF_file_is_read_as_well()
    {
        _folder.Write("boot.c", "const int numbers[] = { 1, 2, 3 }; void _start(void) { for (;;) { } }"u8);
        string elf = _folder["boot.elf"], raw = _folder["boot.bin"];
        await ExternalProgram.RunAsync("powerpc-linux-gnu-gcc", "-nostdlib", "-static", "-Wl,--build-id=none", "-Wl,-Ttext=0x1000", "-o", elf, _folder["boot.c"]);
        await ExternalProgram.RunAsync("powerpc-linux-gnu-objcopy", "-O", "binary", "-j", ".text", elf, raw);

        byte[] image = FirmwareImage.Load(elf).Content.ToArray();

        Assert.Equal(await File.ReadAllBytesAsync(raw, TestContext.Current.CancellationToken), image[..(int)new FileInfo(raw).Length]);
    }

    [Fact]
    public void A_makers_file_with_option_bytes_far_from_flash_is_told_to_be_two_ranges()
    {
        FotaException refused = Assert.Throws<FotaException>(() => FirmwareImage.Load(MicroBitHex));

        Assert.Equal(ReleaseErrors.ImageFileApart, refused.Code);
        Assert.Contains("0x00000000 to 0x000", refused.Message, StringComparison.Ordinal);
        Assert.Contains("0x10001", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_makers_file_without_its_option_bytes_is_the_image_that_objcopy_makes()
    {
        string[] lines = await File.ReadAllLinesAsync(MicroBitHex, TestContext.Current.CancellationToken);
        // Extended linear address 0x1000: the option bytes of the nRF51 follow it.
        int options = Array.FindIndex(lines, line => line.StartsWith(":020000041000", StringComparison.Ordinal));
        int after = Array.FindIndex(lines, options + 1, line => line[7..9] is not "00");
        string hex = _folder["flash.hex"], raw = _folder["flash.bin"];
        await File.WriteAllLinesAsync(hex, lines.Where((_, index) => index < options || index >= after), TestContext.Current.CancellationToken);
        await ExternalProgram.RunAsync("arm-none-eabi-objcopy", "-I", "ihex", "-O", "binary", "--gap-fill", "0xFF", hex, raw);

        FirmwareImage image = FirmwareImage.Load(hex);

        Assert.True(image.Size.Bytes > 100_000);
        Assert.Equal(await File.ReadAllBytesAsync(raw, TestContext.Current.CancellationToken), image.Content.ToArray());
        Assert.True(VectorTable.IsAtStartOf(image.Content.Span));
    }

    [Fact]
    public void UF2_blocks_are_put_at_their_addresses()
    {
        byte[] file = [.. Block(0, 2, 0x10000100, [5, 6, 7]), .. Block(1, 2, 0x10000000, [1, 2])];

        ImageFile image = ImageFile.Read(file, "app.uf2");

        Assert.Equal((ImageFormat.Uf2, 0x10000000u, 0x103 - 5), (image.Format, image.Address!.Value, image.Filled));
        Assert.Equal([1, 2, 0xFF], image.Content[..3]);
        Assert.Equal([0xFF, 5, 6, 7], image.Content[^4..]);
    }

    [Theory]
    [InlineData(0, 9)]
    [InlineData(508, 0)]
    [InlineData(17, 2)]
    [InlineData(20, 7)]
    [InlineData(24, 3)]
    public void A_UF2_block_that_is_not_whole_is_damage(int offset, byte value)
    {
        byte[] file = [.. Block(0, 2, 0x10000000, [1, 2]), .. Block(1, 2, 0x10000002, [3, 4])];
        file[512 + offset] = value;

        Assert.Equal(ReleaseErrors.ImageFileDamaged, Refusal(file));
        Assert.Equal(ReleaseErrors.ImageFileDamaged, Refusal(file[..^1]));
    }

    [Fact]
    public void UF2_of_several_kinds_of_device_is_no_image_and_what_is_not_for_flash_is_left_out()
    {
        const uint HasFamily = 0x2000, NotForFlash = 1;
        byte[] both = [.. Block(0, 2, 0x10000000, [1], HasFamily, 0xE48BFF56), .. Block(1, 2, 0x10000001, [2], HasFamily, 0x57755A57)];
        byte[] comment = [.. Block(0, 2, 0x10000000, [1]), .. Block(1, 2, 0x20000000, [2], NotForFlash)];

        Assert.Equal(ReleaseErrors.ImageFileRefused, Refusal(both));
        Assert.Equal([1], ImageFile.Read(comment, "app.uf2").Content);
    }

    [Theory]
    [InlineData(":0100000055AA\n:00000001FF", "55")]
    [InlineData("\r\n:0100000055AA\r\n:010001006698\r\n:00000001FF\r\n\r\n", "5566")]
    [InlineData(":020000021000EC\n:0100000055AA\n:0400000300003800C1\n:00000001ff\n", "55")]
    [InlineData("S00600004844521B\nS1040000AA51\nS5030001FB\nS9030000FC\n", "AA")]
    [InlineData("S205001234555F\nS804000000FB", "55")]
    [InlineData("S30608000000559C\nS70508000000F2", "55")]
    public void Each_kind_of_record_is_read(string text, string image) =>
        Assert.Equal(image, Convert.ToHexString(ImageFile.Read(Encoding.ASCII.GetBytes(text), "app").Content));

    [Theory]
    [InlineData(":0100000055AB\n:00000001FF")]
    [InlineData(":0100000055AA\n")]
    [InlineData(":0200000055AA\n:00000001FF")]
    [InlineData(":0100000055AA\n:00000001FF\n:0100010055A9")]
    [InlineData(":0100000055AA\nnonsense\n:00000001FF")]
    [InlineData(":01000004550000\n:00000001FF")]
    [InlineData("S1040000AA52\nS9030000FC\n")]
    [InlineData("S1040000AA51\n")]
    [InlineData("S1040000AA51\nS5030002FA\nS9030000FC\n")]
    [InlineData("S1050000AA51\nS9030000FC\n")]
    [InlineData("S4040000AA51\nS9030000FC\n")]
    [InlineData(":020000040000FA\n:02FFFF000101FE\n:02000004FFFFFC\n:02FFFF000101FE\n:00000001FF")]
    public void Damaged_records_are_told_with_their_code(string text) => Assert.Equal(ReleaseErrors.ImageFileDamaged, Refusal(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Two_contents_for_one_address_are_refused() =>
        Assert.Equal(ReleaseErrors.ImageFileOverlaps, Refusal(":02000000556643\n:010001006698\n:00000001FF"));

    [Theory]
    [InlineData(MemoryGap, true)]
    [InlineData(MemoryGap + 1, false)]
    public void A_gap_is_filled_up_to_the_largest_sector(int gap, bool taken)
    {
        byte[] file = [.. Block(0, 2, 0x1000, [1]), .. Block(1, 2, 0x1001 + (uint)gap, [2])];

        if (taken)
            Assert.Equal((gap + 2, gap), (ImageFile.Read(file, "app.uf2").Content.Length, ImageFile.Read(file, "app.uf2").Filled));
        else
            Assert.Equal(ReleaseErrors.ImageFileApart, Refusal(file));
    }

    [Theory]
    [InlineData("PK\u0003\u0004....", "a ZIP archive")]
    [InlineData("!<arch>\nmain.o/", "a library")]
    [InlineData("{ \"schema\": 1 }", "JSON")]
    [InlineData("<!DOCTYPE html><p>404</p>", "HTML")]
    [InlineData("#!/bin/sh\nexit 0\n", "a script")]
    [InlineData("-----BEGIN PUBLIC KEY-----\n", "a key")]
    [InlineData("Größe: 3 µm\n", "a text")]
    [InlineData("FOTA\u0002\u0000\u0000\u0000", "an update.fota")]
    public void What_is_no_image_is_refused_by_what_it_looks_like(string content, string kind)
    {
        FotaException refused = Assert.Throws<FotaException>(() => ImageFile.Read(Encoding.UTF8.GetBytes(content), "application.bin"));

        Assert.Equal(ReleaseErrors.ImageFileRefused, refused.Code);
        Assert.Contains("application.bin", refused.Message, StringComparison.Ordinal);
        Assert.Contains(kind, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_file_and_an_empty_one_are_no_images()
    {
        _folder.Write("main.c", "int main(void) { return 0; }"u8);
        await ExternalProgram.RunAsync("arm-none-eabi-gcc", "-c", "-o", _folder["main.o"], _folder["main.c"]);

        Assert.Equal(ReleaseErrors.ImageFileRefused, Assert.Throws<FotaException>(() => FirmwareImage.Load(_folder["main.o"])).Code);
        Assert.Equal(ReleaseErrors.ImageSizeRefused, Refusal([]));
    }

    [Fact]
    public async Task Damage_is_refused_or_unnoticed_but_never_a_crash()
    {
        string elf = await LinkAsync(gap: 300), hex = _folder["a.hex"], records = _folder["a.srec"];
        await ExternalProgram.RunAsync("arm-none-eabi-objcopy", "-O", "ihex", elf, hex);
        await ExternalProgram.RunAsync("arm-none-eabi-objcopy", "-O", "srec", elf, records);
        byte[] blocks = [.. Enumerable.Range(0, 4).SelectMany(i => Block((uint)i, 4, 0x1000 + (uint)(256 * i), new byte[256]))];
        var random = new Random(5);
        int refused = 0;
        foreach (byte[] whole in (byte[][])[File.ReadAllBytes(elf), File.ReadAllBytes(hex), File.ReadAllBytes(records), blocks])
        {
            for (int round = 0; round < 3_000; round++)
            {
                byte[] damaged = whole[..(round % 4 == 0 ? random.Next(whole.Length) : whole.Length)];
                for (int i = random.Next(1, 6); i > 0 && damaged.Length > 0; i--)
                    damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                try
                {
                    _ = ImageFile.Read(damaged, "damaged");
                }
                catch (FotaException)
                {
                    refused++;
                }
            }
        }

        Assert.InRange(refused, 6_000, 12_000);
    }

    private const int MemoryGap = 128 << 10;

    private static ErrorCode Refusal(string text) => Refusal(Encoding.ASCII.GetBytes(text));

    private static ErrorCode Refusal(byte[] file) => Assert.Throws<FotaException>(() => ImageFile.Read(file, "file")).Code;

    private static byte[] Block(uint number, uint count, uint address, ReadOnlySpan<byte> payload, uint flags = 0, uint family = 0)
    {
        byte[] block = new byte[512];
        uint[] words = [0x0A324655, 0x9E5D5157, flags, address, (uint)payload.Length, number, count, family];
        for (int i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(4 * i), words[i]);
        payload.CopyTo(block.AsSpan(32));
        BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(508), 0x0AB16F30);
        return block;
    }

    /// <summary>Links a small program with initialised variables behind a gap.</summary>
    private async Task<string> LinkAsync(int gap)
    {
        await File.WriteAllTextAsync(_folder["app.c"], """
            int counter = 41;
            void reset(void) { for (;;) counter++; }
            __attribute__((section(".vectors"), used)) const void *const vectors[] = { (void *)0x20001000, (void *)reset };
            """);
        await File.WriteAllTextAsync(_folder["app.ld"], $$"""
            MEMORY { FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 64K  RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 4K }
            ENTRY(reset)
            SECTIONS
            {
                .text : { KEEP(*(.vectors)) *(.text*) } > FLASH
                .data : AT(LOADADDR(.text) + SIZEOF(.text) + {{gap}}) { *(.data*) } > RAM
                .bss : { *(.bss*) } > RAM
                /DISCARD/ : { *(.ARM.*) *(.comment) }
            }
            """);
        await ExternalProgram.RunAsync(
            "arm-none-eabi-gcc", "-mcpu=cortex-m3", "-mthumb", "-nostdlib", "-Wl,--build-id=none", "-T", _folder["app.ld"], "-o", _folder["app.elf"], _folder["app.c"]);
        return _folder["app.elf"];
    }
}
