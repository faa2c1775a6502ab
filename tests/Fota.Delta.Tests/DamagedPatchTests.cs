using Fota.Delta.Benchmarks;

namespace Fota.Delta.Tests;

/// <summary>Patches that were damaged on their way, or made to do harm.</summary>
[Slow]
public sealed class DamagedPatchTests
{
    private const int Rounds = 100_000;

    [Fact]
    public void A_hundred_thousand_damaged_patches_give_an_error_or_another_valid_result()
    {
        (byte[] source, byte[] target) = EditedImages.Generate(4, size: 1500, escapeShare: 0.1);
        CancellationToken token = TestContext.Current.CancellationToken;
        byte[] patch = PatchEncoder.Encode(source, target, cancellationToken: token);
        var options = new PatcherOptions { MaxTargetSize = 2 * target.Length };
        var random = new Random(1);
        int refused = 0;
        for (int round = 0; round < Rounds; round++)
        {
            byte[] damaged = Damage(random, patch);
            (byte[]? result, string? error) = Apply(source, damaged, options);
            if (round % 10 == 0)
                Assert.Equal((result, error), ApplyStreams(source, damaged, options), ResultComparer.Instance);
            refused += error is null ? 0 : 1;
            Assert.True(result is null || result.Length <= options.MaxTargetSize);
        }
        // The format has no checksum: most damage to data cannot be seen. What can be, is.
        Assert.InRange(refused, Rounds / 10, Rounds);
    }

    [Fact]
    public void Arbitrary_bytes_give_an_error_or_a_valid_result()
    {
        var random = new Random(2);
        byte[] source = new byte[100];
        int accepted = 0;
        for (int round = 0; round < Rounds; round++)
        {
            byte[] patch = new byte[random.Next(12)];
            for (int i = 0; i < patch.Length; i++)
                patch[i] = (byte)(random.Next(3) == 0 ? random.Next(256) : random.Next(2) == 0 ? 0xA7 : 0xA2 + random.Next(6));
            (byte[]? result, string? error) = Apply(source, patch, PatcherOptions.Default);
            Assert.Equal((result, error), ApplyStreams(source, patch, PatcherOptions.Default), ResultComparer.Instance);
            accepted += error is null ? 1 : 0;
        }
        Assert.InRange(accepted, Rounds / 100, Rounds);
    }

    [Fact]
    public void Each_cut_of_a_patch_is_refused_or_gives_the_start_of_the_image()
    {
        (byte[] source, byte[] target) = EditedImages.Generate(5, size: 3000, escapeShare: 0.1);
        byte[] patch = PatchEncoder.Encode(source, target, cancellationToken: TestContext.Current.CancellationToken);
        for (int length = 0; length < patch.Length; length++)
        {
            (byte[]? result, string? error) = Apply(source, patch[..length], PatcherOptions.Default);
            if (result is null)
                Assert.True(error is "FOTA1003" or "FOTA1004", error);
            else
                Assert.True(target.AsSpan().StartsWith(result));
        }
    }

    [Fact]
    public void A_patch_for_another_image_is_refused_or_stays_within_it()
    {
        FirmwarePair pair = Corpus.Pairs.First(candidate => candidate.Source.Length < 50_000);
        byte[] patch = PatchEncoder.Encode(pair.Source, pair.Target, cancellationToken: TestContext.Current.CancellationToken);
        byte[] shorter = pair.Source[..(pair.Source.Length / 2)];
        string[] outside = ["FOTA1006", "FOTA1007"];
        Assert.Contains(Assert.Throws<PatchException>(() => Patcher.Apply(shorter, patch)).Code.Id, outside);
    }

    [Fact]
    public void Streams_are_patched_in_constant_memory()
    {
        // 2,000 copies of a million bytes each: 2 GB from a patch of 28 KB.
        using var patch = new MemoryStream();
        for (int i = 0; i < 2000; i++)
            patch.Write(Hex.Bytes("A7 A3 FE 00 0F 42 40 A7 A2 FE 00 0F 42 40"));
        patch.Position = 0;
        using var source = new SparseStream(1_000_000);
        var options = new PatcherOptions { MaxTargetSize = long.MaxValue };
        long before = GC.GetAllocatedBytesForCurrentThread();
        long size = Patcher.Apply(source, patch, Stream.Null, options, TestContext.Current.CancellationToken);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(2_000_000_000, size);
        Assert.InRange(allocated, 0, 200_000);
    }

    private static byte[] Damage(Random random, byte[] patch)
    {
        List<byte> bytes = [.. patch];
        for (int count = 1 + random.Next(3); count > 0 && bytes.Count > 0; count--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)(0xA0 + random.Next(9));
                    break;
                case 2:
                    bytes.RemoveAt(at);
                    break;
                case 3:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }
        return [.. bytes];
    }

    private static (byte[]? Result, string? Error) Apply(byte[] source, byte[] patch, PatcherOptions options)
    {
        try
        {
            return (Patcher.Apply(source, patch, options), null);
        }
        catch (PatchException refused)
        {
            Assert.InRange(refused.Offset, 0, patch.Length);
            return (null, refused.Code.Id);
        }
    }

    private static (byte[]? Result, string? Error) ApplyStreams(byte[] source, byte[] patch, PatcherOptions options)
    {
        using var target = new MemoryStream();
        try
        {
            Patcher.Apply(new MemoryStream(source), new MemoryStream(patch), target, options);
            return (target.ToArray(), null);
        }
        catch (PatchException refused)
        {
            return (null, refused.Code.Id);
        }
    }

    private sealed class ResultComparer : IEqualityComparer<(byte[]? Result, string? Error)>
    {
        public static ResultComparer Instance { get; } = new();

        public bool Equals((byte[]? Result, string? Error) x, (byte[]? Result, string? Error) y) =>
            x.Error == y.Error && x.Result.AsSpan().SequenceEqual(y.Result);

        public int GetHashCode((byte[]? Result, string? Error) value) => value.Result?.Length ?? -1;
    }
}
