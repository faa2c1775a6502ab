using System.Buffers.Binary;
using Fota.Delta.Compact;

namespace Fota.Delta.Tests;

/// <summary>What compact patches relocate in images without Thumb code.</summary>
public sealed class CompactRelocationTests
{
    /// <summary>The second byte of such a patch, as docs/compact-format.md has it.</summary>
    private const int RelocatesWords = 1;

    private const uint Address = 0x40210000;
    private const int Texts = 400;
    private const int TextSize = 20;
    private const int SpaceEvery = 40;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Words_of_any_machine_are_relocated_by_an_address_that_is_known(bool isKnown)
    {
        byte[] source = Image(space: 0), target = Image(space: 12);
        var options = new PatchEncoderOptions
        {
            Format = PatchFormat.Compact,
            Compact = CompactOptions.Default with { BaseAddress = isKnown ? Address : null },
        };

        byte[] patch = PatchEncoder.Encode(source, target, options, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(isKnown ? RelocatesWords : 0, patch[1]);
        Assert.InRange(patch.Length, isKnown ? 50 : 300, isKnown ? 200 : 600);
        Assert.Equal(target, Patcher.Apply(source, patch, new() { Format = PatchFormat.Compact }));
    }

    /// <summary>A table of pointers in no order, and the texts that they lead to, with some space before every fortieth.</summary>
    private static byte[] Image(int space)
    {
        var random = new Random(5);
        int[] order = [.. Enumerable.Range(0, Texts)];
        random.Shuffle(order);
        byte[] image = new byte[(Texts * (sizeof(uint) + TextSize)) + (Texts / SpaceEvery * space)];
        for (int i = 0; i < Texts; i++)
        {
            int text = (Texts * sizeof(uint)) + (TextSize * i) + (((i / SpaceEvery) + 1) * space);
            BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(order[i] * sizeof(uint)), Address + (uint)text);
            for (int k = 0; k < TextSize; k++)
                image[text + k] = (byte)random.Next('a', 'z' + 1);
        }

        return image;
    }
}
