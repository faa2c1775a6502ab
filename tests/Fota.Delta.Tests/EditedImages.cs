namespace Fota.Delta.Tests;

/// <summary>
/// Pairs of images as firmware builds make them: a few code-like words that recur, addresses that shift where code was inserted,
/// functions that move, and, where wanted, more bytes of the format's own than any firmware has.
/// </summary>
internal static class EditedImages
{
    public static (byte[] Source, byte[] Target) Generate(int seed, int size, double escapeShare)
    {
        var random = new Random(seed);
        byte[] source = Code(random, size, escapeShare);
        List<byte> target = [.. source];
        for (int edit = 1 + random.Next(8); edit > 0; edit--)
            Edit(random, target, escapeShare);
        return (source, [.. target]);
    }

    private static byte[] Code(Random random, int size, double escapeShare)
    {
        byte[][] words = new byte[12][];
        for (int i = 0; i < words.Length; i++)
            words[i] = Bytes(random, 2 + (2 * random.Next(4)), escapeShare);
        var code = new List<byte>();
        while (code.Count < size)
            code.AddRange(random.Next(3) == 0 ? Bytes(random, 2, escapeShare) : words[random.Next(words.Length)]);
        return [.. code.Take(size)];
    }

    private static byte[] Bytes(Random random, int count, double escapeShare)
    {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++)
            bytes[i] = (byte)(random.NextDouble() < escapeShare ? 0xA1 + random.Next(8) : random.Next(256));
        return bytes;
    }

    private static void Edit(Random random, List<byte> image, double escapeShare)
    {
        int at = random.Next(image.Count + 1);
        int length = Math.Min(image.Count - at, 1 + random.Next(1 + (image.Count / 8)));
        switch (random.Next(5))
        {
            case 0:
                image.InsertRange(at, Bytes(random, 1 + random.Next(20), escapeShare));
                break;
            case 1:
                image.RemoveRange(at, length);
                break;
            case 2:
                List<byte> moved = image.GetRange(at, length);
                image.RemoveRange(at, length);
                image.InsertRange(random.Next(image.Count + 1), moved);
                break;
            case 3:
                for (int i = at; i < at + length; i += 4 + random.Next(12))
                    image[i] += 4;
                break;
            default:
                for (int i = at; i < at + Math.Min(length, 6); i++)
                    image[i] = Bytes(random, 1, escapeShare)[0];
                break;
        }
    }
}
