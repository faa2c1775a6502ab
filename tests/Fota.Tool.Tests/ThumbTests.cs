using System.Buffers.Binary;
using Fota.Tool.Explain;

namespace Fota.Tool.Tests;

/// <summary>Branches, against what arm-none-eabi-objdump says of the same bytes.</summary>
public class ThumbTests
{
    [Theory]
    [InlineData(0xF000, 0xF801, 0x100, 0x106)] // bl forwards by 2
    [InlineData(0xF7FF, 0xFFFE, 0x100, 0x100)] // bl to itself
    [InlineData(0xF000, 0xB800, 0x100, 0x104)] // b.w
    [InlineData(0xE7FE, 0xBF00, 0x100, 0x100)] // b to itself
    [InlineData(0xD0FE, 0xBF00, 0x100, 0x100)] // beq to itself
    [InlineData(0xF43F, 0xAFFE, 0x100, 0x100)] // beq.w to itself
    public void Branch_targets_are_those_that_the_processor_jumps_to(int first, int second, uint address, uint target) =>
        Assert.Equal(target, Thumb.BranchTarget(Code(first, second), address));

    [Theory]
    [InlineData(0x4770, 0xBF00)] // bx lr
    [InlineData(0xB510, 0x2000)] // push
    [InlineData(0xF8D0, 0x1000)] // ldr.w
    public void Other_instructions_are_no_branches(int first, int second) => Assert.Null(Thumb.BranchTarget(Code(first, second), 0x100));

    private static byte[] Code(int first, int second)
    {
        byte[] code = new byte[4];
        BinaryPrimitives.WriteUInt16LittleEndian(code, (ushort)first);
        BinaryPrimitives.WriteUInt16LittleEndian(code.AsSpan(2), (ushort)second);
        return code;
    }
}
