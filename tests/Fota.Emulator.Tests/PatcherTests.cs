using System.Text.Json;
using Fota.Delta;
using Fota.Errors;

namespace Fota.Emulator.Tests;

/// <summary>The patcher that devices compile in, under ASan and UBSan.</summary>
public class PatcherTests
{
    private const int Accepted = 0;

    /// <summary>The context that firmware keeps must stay small.</summary>
    private const int LargestContext = 64;

    public static TheoryData<string, PatchFormat> Pairs
    {
        get
        {
            TheoryData<string, PatchFormat> pairs = [];
            foreach (string name in Images.Keys)
            {
                pairs.Add(name, PatchFormat.JojoDiff081);
                pairs.Add(name, PatchFormat.JojoDiff085);
            }

            return pairs;
        }
    }

    private static Dictionary<string, (byte[] Old, byte[] New)> Images { get; } = new()
    {
        ["versions"] = (Firmware.ForOtherHardware("1.0.0", 3000), Firmware.ForOtherHardware("1.1.0", 3000)),
        ["nothing in common"] = (Noise(500, 1), Noise(700, 2)),
        ["from nothing"] = ([], Noise(300, 3)),
        ["to nothing"] = (Noise(300, 3), []),
        ["no change"] = (Noise(2000, 4), Noise(2000, 4)),
        ["moved halves"] = (Noise(1200, 5), [.. Noise(1200, 5).AsSpan(600), .. Noise(1200, 5).AsSpan(0, 600)]),
        ["escapes"] = (Escapes(900, 6), Escapes(1000, 7)),
        ["long lengths"] = (Noise(70_000, 8), [.. Noise(70_000, 8).AsSpan(0, 66_000), 1, 2, 3, .. Noise(70_000, 8).AsSpan(0, 66_000)]),
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task However_a_patch_arrives_the_target_is_the_same(string name, PatchFormat format)
    {
        (byte[] old, byte[] target) = Images[name];
        string folder = TemporaryFolder.UntilExit();
        string source = Write(folder, "source", old);
        string patch = Write(folder, "patch", PatchEncoder.Encode(old, target, new PatchEncoderOptions { Format = format }, cancellationToken: TestContext.Current.CancellationToken));

        (JsonElement report, string messages) = await NativeDevice.RunAsync("patch_checks", source, patch, $"{(int)format}", Write(folder, "target", target));

        Assert.Empty(messages);
        Assert.InRange(report.GetProperty("checks").GetInt32(), 100, int.MaxValue);
        Assert.InRange(report.GetProperty("context").GetInt32(), 1, LargestContext);
    }

    [Theory]
    [InlineData(false, 40_000)]
    [InlineData(true, 4_000)]
    public async Task The_managed_patcher_and_the_device_accept_and_refuse_the_same_patches_with_the_same_target(bool bigEndian, int count)
    {
        const int Limit = 3000;
        Random random = new(20);
        byte[] source = Escapes(800, 9);
        byte[][] patches = [.. Enumerable.Range(0, count).Select(i => DamagedPatch(random, source, i))];
        PatchFormat[] formats = [.. patches.Select(_ => (PatchFormat)random.Next(1, 3))];
        PatchCase[] cases = [.. Enumerable.Range(0, count).Select(i => new PatchCase(formats[i], source, patches[i], Limit, 0))];

        PatchAnswer[] answers = await PatchCase.ApplyAsync(cases, bigEndian);

        int accepted = 0;
        for (int i = 0; i < count; i++)
        {
            (int result, byte[] target) = answers[i];
            byte[]? managed = Apply(source, patches[i], formats[i], Limit);
            Assert.True(result == Accepted == managed is not null, $"{Convert.ToHexString(patches[i])} as {formats[i]}: the device says {result}");
            Assert.Equal(managed ?? [], target);
            accepted += result == Accepted ? 1 : 0;
        }

        Assert.InRange(accepted, count / 20, count * 19 / 20);
    }

    private static byte[]? Apply(byte[] source, byte[] patch, PatchFormat format, int limit)
    {
        try
        {
            return Patcher.Apply(source, patch, new PatcherOptions { Format = format, MaxTargetSize = limit });
        }
        catch (FotaException)
        {
            return null;
        }
    }

    /// <summary>A real patch with a few bytes changed, cut out or put in; or noise made of the bytes that mean something.</summary>
    private static byte[] DamagedPatch(Random random, byte[] source, int number)
    {
        if (number % 3 == 0)
            return Escapes(random.Next(1, 24), random.Next());
        byte[] target = (byte[])source.Clone();
        for (int i = 0; i < 4; i++)
            target[random.Next(target.Length)] = (byte)random.Next(256);
        List<byte> patch = [.. PatchEncoder.Encode(source, target, new PatchEncoderOptions { Format = (PatchFormat)random.Next(1, 3) })];
        for (int i = random.Next(4); i > 0 && patch.Count > 0; i--)
        {
            int at = random.Next(patch.Count);
            switch (random.Next(3))
            {
                case 0: patch[at] = (byte)random.Next(256); break;
                case 1: patch.RemoveAt(at); break;
                default: patch.Insert(at, (byte)random.Next(0xA1, 0xA9)); break;
            }
        }

        return [.. patch];
    }

    private static byte[] Noise(int size, int seed)
    {
        byte[] bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Bytes of which most are ESC or operation codes.</summary>
    private static byte[] Escapes(int size, int seed)
    {
        Random random = new(seed);
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++)
            bytes[i] = (byte)(random.Next(5) == 0 ? random.Next(256) : random.Next(2) == 0 ? 0xA7 : random.Next(0xA1, 0xA9));
        return bytes;
    }

    private static string Write(string folder, string name, byte[] content)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
