using System.Buffers.Binary;
using System.Security.Cryptography;
using Fota.Delta;
using Fota.Delta.InPlace;

namespace Fota.Emulator.Tests.InPlace;

/// <summary>Updates in place as the native programs take them: the fields of <c>staged_header</c>, the plan, the patch.</summary>
internal static class StagedUpdate
{
    public static byte[] Of(byte[] source, byte[] target, FlashRegion region, PatchFormat format = PatchFormats.Default)
    {
        InPlaceUpdate update = InPlaceEncoder.Encode(source, target, region, format, cancellationToken: TestContext.Current.CancellationToken);
        return Of(source, target, update.Plan.ToBytes(), update.Patch, format == PatchFormat.JojoDiff081 ? 1 : 2);
    }

    public static byte[] Of(byte[] source, byte[] target, byte[] plan, byte[] payload, int dialect) =>
    [
        .. Word(source.Length), .. Word(target.Length), .. Word(plan.Length / InPlacePlan.RunSize), .. Word(payload.Length), .. Word(dialect),
        .. SHA256.HashData(source), .. SHA256.HashData(target), .. plan, .. payload,
    ];

    /// <summary>Writes each of the contents to a file of its own.</summary>
    public static string[] Files(params byte[][] contents)
    {
        string folder = TemporaryFolder.UntilExit();
        string[] paths = [.. contents.Select((_, i) => Path.Combine(folder, $"{i}"))];
        for (int i = 0; i < contents.Length; i++)
            File.WriteAllBytes(paths[i], contents[i]);
        return paths;
    }

    /// <summary>Images of which most moves, some up and some down, so that blocks are built in other places than theirs.</summary>
    public static (byte[] Source, byte[] Target) Rearranged(int size)
    {
        byte[] source = new byte[size - 100];
        new Random(size).NextBytes(source);
        int third = source.Length / 3;
        byte[] inserted = new byte[40];
        new Random(size + 1).NextBytes(inserted);
        return (source, [.. source[third..(2 * third)], .. inserted, .. source[..third], .. source[(2 * third)..(source.Length - 300)]]);
    }

    private static byte[] Word(int value)
    {
        byte[] word = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(word, value);
        return word;
    }
}
