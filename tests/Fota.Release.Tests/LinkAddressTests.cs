using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Fota.Delta;
using Fota.Delta.Compact;
using Fota.Errors;
using Fota.Release.Images;
using Fota.Release.Packaging;
using Fota.Release.Planning;
using Fota.Release.Tests.Support;

namespace Fota.Release.Tests;

/// <summary>Where compact patches have the link address from. The images have pointers to data alone, from which nothing can be inferred.</summary>
[Slow]
public sealed class LinkAddressTests : IDisposable
{
    private const uint Address = 0x08004000;
    private const int HeaderSize = 512;
    private const int Pointers = 300;
    private const int SpaceEvery = 40;

    private readonly Workshop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Theory]
    [InlineData("application.elf", null)]
    [InlineData("application.axf", null)]
    [InlineData("application", null)]
    [InlineData("other.elf", "other.elf")]
    public async Task It_is_that_of_the_ELF_file_beside_the_image_or_named(string file, string? named)
    {
        byte[] older = await LinkAsync("old.o", space: 0), newer = await LinkAsync(file, space: 24);

        Assert.Equal(Address, AnalysisOf(older, newer, named).BaseAddress);

        File.Delete(InShop(file));
        Assert.Null(AnalysisOf(older, newer).BaseAddress);
    }

    [Fact]
    public async Task An_image_that_is_an_ELF_file_needs_no_other()
    {
        byte[] older = await LinkAsync("old.o", space: 0);
        await LinkAsync("new.o", space: 24);

        Assert.Equal(Address, AnalysisOf(older, await File.ReadAllBytesAsync(InShop("new.o"), TestContext.Current.CancellationToken)).BaseAddress);
    }

    [Fact]
    public async Task It_counts_from_a_header_in_front_of_what_was_linked()
    {
        byte[] older = await LinkAsync("old.o", space: 0), newer = await LinkAsync("application.elf", space: 24);
        byte[] header = new byte[HeaderSize];

        Assert.Equal(Address - HeaderSize, AnalysisOf([.. header, .. older], [.. header, .. newer]).BaseAddress);
    }

    [Theory]
    [InlineData(Address, true)]
    [InlineData(Address + 0x10000, false)]
    public async Task It_is_not_taken_for_an_old_image_whose_vector_table_leads_elsewhere(uint handlers, bool isTaken)
    {
        byte[] older = await LinkAsync("old.o", space: 0), newer = await LinkAsync("application.elf", space: 24);

        CompactAnalysis patch = AnalysisOf([.. Vectors(handlers), .. older], [.. Vectors(Address), .. newer]);

        Assert.Equal(isTaken ? Address - HeaderSize : null, patch.BaseAddress);
    }

    [Fact]
    public async Task Another_images_file_is_passed_over_beside_the_image_and_refused_when_named()
    {
        byte[] older = await LinkAsync("application.elf", space: 0), newer = await LinkAsync("new.o", space: 24);
        await File.WriteAllTextAsync(InShop("application.out"), "no ELF file", TestContext.Current.CancellationToken);

        Assert.Null(AnalysisOf(older, newer).BaseAddress);
        foreach (string named in (string[])["application.elf", "code.bin", "missing.elf"])
        {
            FotaException refused = Assert.Throws<FotaException>(() => PackagingPlan.Make(Request("1.0.1", newer, named)));
            Assert.Equal("FOTA3039", refused.Code.Id);
            Assert.Contains(named, refused.Message, StringComparison.Ordinal);
        }
    }

    private string InShop(string name) => Path.Combine(_shop.Root, name);

    /// <summary>Links a table of pointers, and what they point to, with some space in it.</summary>
    private async Task<byte[]> LinkAsync(string file, int space)
    {
        var code = new StringBuilder(".thumb\n.global _start\n_start: bx lr\n.align 2\n");
        Random random = new(7);
        int[] order = [.. Enumerable.Range(0, Pointers)];
        random.Shuffle(order);
        foreach (int i in order)
            code.Append(CultureInfo.InvariantCulture, $".word L{i}\n");
        for (int i = 0; i < Pointers; i++)
        {
            code.Append(CultureInfo.InvariantCulture, $"L{i}: .space {2 + (2 * random.Next(20))}, {random.Next(256)}\nbx lr\n");
            if (i % SpaceEvery == 0)
                code.Append(CultureInfo.InvariantCulture, $".space {space}, 0x11\n");
        }

        await File.WriteAllTextAsync(InShop("code.s"), code.ToString());
        await ExternalProgram.RunAsync("arm-none-eabi-gcc", "-nostdlib", "-mcpu=cortex-m3", $"-Wl,-Ttext=0x{Address:X}", "-o", InShop(file), InShop("code.s"));
        await ExternalProgram.RunAsync("arm-none-eabi-objcopy", "-O", "binary", InShop(file), InShop("code.bin"));
        return await File.ReadAllBytesAsync(InShop("code.bin"));
    }

    private static byte[] Vectors(uint handlers)
    {
        byte[] table = new byte[HeaderSize];
        BinaryPrimitives.WriteUInt32LittleEndian(table, 0x20001000);
        for (int i = 1; i < 4; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(table.AsSpan(4 * i), handlers + 1);
        return table;
    }

    private PackagingRequest Request(string version, byte[] image, string? elf = null) => _shop.Request(version, image) with
    {
        Formats = [PatchFormat.Compact],
        ElfFile = elf is null ? null : InShop(elf),
    };

    /// <summary>Packages an image after another one, and looks into the patch.</summary>
    private CompactAnalysis AnalysisOf(byte[] older, byte[] newer, string? elf = null)
    {
        UpdatePackager.Package(Request("1.0.0", older));
        UpdatePackager.Package(Request("1.0.1", newer, elf));
        return CompactAnalysis.Of(older, _shop.ReadOutput("update.diff"), TestContext.Current.CancellationToken);
    }
}
