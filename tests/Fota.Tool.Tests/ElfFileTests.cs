using Fota.Errors;
using Fota.Release;
using Fota.Release.Images.Elf;
using Fota.Tool.CommandLine;

namespace Fota.Tool.Tests;

/// <summary>The ELF reader, against the real linker's files and against damaged ones.</summary>
[Slow]
public sealed class ElfFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Sections_symbols_and_load_addresses_are_those_of_the_linker()
    {
        (string path, string image) = await Firmware.BuildAsync(_folder, "firmware", Firmware.First);

        ElfFile elf = InputFile.ReadElf(path);

        ElfSection text = elf.Sections.Single(each => each.Name == ".text"), data = elf.Sections.Single(each => each.Name == ".data");
        Assert.Equal(0x08000000u, text.Address);
        Assert.Equal(0x20000000u, data.Address);
        Assert.Equal(new FileInfo(image).Length - data.Size, elf.LoadAddressOf(data) - 0x08000000);
        ElfSymbol table = elf.Symbols.Single(each => each.Name == "table");
        Assert.Equal((ElfSymbolKind.Data, 0x20000000u, 16u), (table.Kind, table.Address, table.Size));
        Assert.Equal(0u, elf.Symbols.Single(each => each.Name == "start").Address & 1);
    }

    [Fact]
    public async Task Damaged_files_are_refused_or_read_but_never_crash_the_reader()
    {
        (string path, _) = await Firmware.BuildAsync(_folder, "firmware", Firmware.First);
        byte[] whole = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        var random = new Random(1);
        int refused = 0;
        for (int round = 0; round < 20_000; round++)
        {
            byte[] damaged = whole[..(round % 4 == 0 ? random.Next(whole.Length) : whole.Length)];
            for (int i = random.Next(1, 6); i > 0 && damaged.Length > 0; i--)
                damaged[PlaceToDamage(random, damaged.Length)] = (byte)random.Next(256);
            refused += Read(damaged) ? 0 : 1;
        }

        Assert.InRange(refused, 5_000, 20_000);
    }

    [Theory]
    [InlineData(4, 2, "FOTA3014")]
    [InlineData(5, 3, "FOTA3014")]
    [InlineData(16, 1, "FOTA3014")]
    [InlineData(18, 62, "FOTA7011")]
    public async Task Files_of_another_kind_are_refused_as_such(int offset, byte value, string code)
    {
        (string path, _) = await Firmware.BuildAsync(_folder, "firmware", Firmware.First);
        byte[] other = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        other[offset] = value;

        var failure = Assert.Throws<FotaException>(() => InputFile.Elf(other, "other.elf"));

        Assert.Equal(code, failure.Code.Id);
    }

    /// <summary>Mostly the header and the tables at the end, where damage is worst.</summary>
    private static int PlaceToDamage(Random random, int length) => random.Next(3) switch
    {
        0 => random.Next(Math.Min(52, length)),
        1 => length - 1 - random.Next(Math.Min(800, length)),
        _ => random.Next(length),
    };

    private static bool Read(byte[] content)
    {
        try
        {
            ElfFile elf = InputFile.Elf(content, "damaged.elf");
            _ = elf.Symbols.Count;
            foreach (ElfSection section in elf.Sections.Where(each => each.IsInImage))
            {
                _ = elf.ContentOf(section);
                _ = elf.LoadAddressOf(section);
            }

            return true;
        }
        catch (FotaException failure)
        {
            Assert.Contains(failure.Code, (ErrorCode[])[ReleaseErrors.ImageFileDamaged, ReleaseErrors.ImageFileRefused, ToolErrors.ElfUnsupported]);
            return false;
        }
    }
}
