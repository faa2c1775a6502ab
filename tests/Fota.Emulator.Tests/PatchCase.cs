using System.Buffers.Binary;
using Fota.Delta;

namespace Fota.Emulator.Tests;

/// <summary>A patch for src/device/board/native/patch_batch.c.</summary>
/// <param name="Format">What it is written in.</param>
/// <param name="Source">The old image.</param>
/// <param name="Patch">The patch.</param>
/// <param name="Limit">The largest new image, in bytes.</param>
/// <param name="Memory">What a compact patch's decoder may need, in bytes.</param>
internal sealed record PatchCase(PatchFormat Format, byte[] Source, byte[] Patch, int Limit, int Memory)
{
    /// <summary>Applies many patches by the device's own code, on this machine's processor or on an emulated big-endian one.</summary>
    public static async Task<PatchAnswer[]> ApplyAsync(IReadOnlyList<PatchCase> cases, bool bigEndian)
    {
        using MemoryStream input = new();
        foreach (PatchCase each in cases)
            each.Write(input);
        using MemoryStream output = new(await (bigEndian ? NativeDevice.PipeBigEndianAsync("patch_batch", input.ToArray()) : NativeDevice.PipeAsync("patch_batch", input.ToArray())));
        return [.. cases.Select(_ => PatchAnswer.Read(output))];
    }

    private void Write(MemoryStream cases)
    {
        Span<byte> numbers = stackalloc byte[16];
        BinaryPrimitives.WriteInt32LittleEndian(numbers, Source.Length);
        BinaryPrimitives.WriteInt32LittleEndian(numbers[4..], Patch.Length);
        BinaryPrimitives.WriteInt32LittleEndian(numbers[8..], Limit);
        BinaryPrimitives.WriteInt32LittleEndian(numbers[12..], Memory);
        cases.WriteByte((byte)Format);
        cases.Write(numbers);
        cases.Write(Source);
        cases.Write(Patch);
    }
}

/// <summary>What the device's code makes of a patch.</summary>
/// <param name="Result">0, or the fota_patch_result or fota_compact_result.</param>
/// <param name="Target">The new image; empty if the patch was refused.</param>
internal sealed record PatchAnswer(int Result, byte[] Target)
{
    public static PatchAnswer Read(MemoryStream answers)
    {
        Span<byte> head = stackalloc byte[5];
        answers.ReadExactly(head);
        byte[] target = new byte[BinaryPrimitives.ReadInt32LittleEndian(head[1..])];
        answers.ReadExactly(target);
        return new(head[0], target);
    }
}
