namespace Fota.Delta.Benchmarks;

/// <summary>Images that no firmware build makes, each the worst case of something.</summary>
public static class HostileInputs
{
    /// <summary>A pair of images and what it is the worst case of.</summary>
    public sealed record HostileInput(string Name, byte[] Source, byte[] Target)
    {
        public override string ToString() => Name;
    }

    /// <summary>All of them.</summary>
    /// <param name="size">The size of the larger image in bytes.</param>
    public static IEnumerable<HostileInput> All(int size)
    {
        yield return new("random bytes", Random(size, 256, 1), Random(size, 256, 2));
        yield return new("two-symbol random", Random(size, 2, 1), Random(size, 2, 2));
        yield return new("four-symbol random", Random(size, 4, 1), Random(size, 4, 2));
        yield return new("sixteen-symbol random", Random(size, 16, 1), Random(size, 16, 2));
        yield return new("escape codes random", EscapeCodes(size, 1), EscapeCodes(size, 2));
        yield return new("constant from a little", new byte[Math.Min(size, 20_000)], new byte[size]);
        yield return new("constant to another", new byte[size], Filled(size, 0xFF));
        yield return new("constant with noise", Noisy(size, 40, 1), Noisy(size, 40, 2));
        yield return new("constant with rare noise", Noisy(size, 300, 1), Noisy(size, 300, 2));
        yield return new("all escapes", Filled(size, 0xA7), Filled(size - (size / 10), 0xA7));
        yield return new("escapes from nothing", [], Filled(size, 0xA7));
        yield return new("A7 A6 repeated", Periodic(size, [0xA7, 0xA6]), Periodic(size - 1, [0xA6, 0xA7]));
        yield return new("short period", Periodic(size, [1, 2, 3, 4, 5, 6, 7]), Periodic(size, [1, 2, 3, 4, 5, 6, 7, 8]));
        yield return new("period of 251 with noise", PeriodicNoisy(size, 251, 1), PeriodicNoisy(size, 251, 2));
        yield return new("period of 256 with noise", PeriodicNoisy(size, 256, 1), PeriodicNoisy(size, 256, 2));
        yield return new("period of 7, 1 byte changed", Periodic(size, Random(7, 256, 1)), Periodic(size, Changed(Random(7, 256, 1))));
        yield return new("period of 15, 1 byte changed", Periodic(size, Random(15, 256, 1)), Periodic(size, Changed(Random(15, 256, 1))));
        yield return new("period of 16 halved", Periodic(size, Changed(Twice(Random(8, 256, 1)))), Periodic(size, Random(8, 256, 1)));
        yield return new("period of 22 halved", Periodic(size, Changed(Twice(Random(11, 256, 1)))), Periodic(size, Random(11, 256, 1)));
        yield return new("one byte of a period", Periodic(size, Random(7, 256, 1)), ChangedAt(Periodic(size, Random(7, 256, 1)), size / 2));
        yield return new("Fibonacci word", Fibonacci(size, 0), Fibonacci(size, 1));
        yield return new("unrelated halves", [.. Random(size / 2, 256, 3), .. new byte[size / 2]], Noisy(size, 7, 4));
        yield return new("both empty", [], []);
        yield return new("from empty", [], Random(size, 256, 5));
        yield return new("to empty", Random(size, 256, 5), []);
        yield return new("one byte", [0xA7], [0xA7]);
        yield return new("identical", Random(size, 256, 6), Random(size, 256, 6));
        yield return new("much smaller", Random(size, 256, 7), Random(size, 256, 7)[(size / 2)..((size / 2) + (size / 1000))]);
        yield return new("much larger", Random(size / 1000, 256, 8), Random(size, 256, 9));
        yield return new("small repeated", Random(size / 1000, 256, 8), Periodic(size, Random(size / 1000, 256, 8)));
    }

    private static byte[] Random(int size, int symbols, int seed)
    {
        var random = new Random(seed);
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++)
            bytes[i] = (byte)random.Next(symbols);
        return bytes;
    }

    private static byte[] EscapeCodes(int size, int seed)
    {
        byte[] bytes = Random(size, 6, seed);
        for (int i = 0; i < size; i++)
            bytes[i] += 0xA2;
        return bytes;
    }

    private static byte[] Noisy(int size, int spacing, int seed)
    {
        var random = new Random(seed);
        byte[] bytes = new byte[size];
        for (int i = random.Next(spacing); i < size; i += 1 + random.Next(2 * spacing))
            bytes[i] = (byte)random.Next(256);
        return bytes;
    }

    private static byte[] PeriodicNoisy(int size, int period, int seed)
    {
        byte[] bytes = Periodic(size, Random(period, 256, 1));
        var random = new Random(seed);
        for (int i = random.Next(period); i < size; i += 1 + random.Next(2 * period))
            bytes[i] = (byte)random.Next(256);
        return bytes;
    }

    private static byte[] Filled(int size, byte value)
    {
        byte[] bytes = new byte[size];
        Array.Fill(bytes, value);
        return bytes;
    }

    private static byte[] Periodic(int size, byte[] period)
    {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++)
            bytes[i] = period[i % period.Length];
        return bytes;
    }

    private static byte[] Twice(byte[] bytes) => [.. bytes, .. bytes];

    private static byte[] Changed(byte[] bytes) => ChangedAt(bytes, bytes.Length / 3);

    private static byte[] ChangedAt(byte[] bytes, int at)
    {
        bytes[at] ^= 0x55;
        return bytes;
    }

    /// <summary>The text with the most repetitions: each word is the two before it in a row.</summary>
    private static byte[] Fibonacci(int size, int variant)
    {
        List<byte> shorter = [(byte)variant];
        List<byte> word = [(byte)variant, (byte)(1 - variant)];
        while (word.Count < size)
            (shorter, word) = (word, [.. word, .. shorter]);
        return [.. word.Take(size)];
    }
}
