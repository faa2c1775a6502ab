namespace Fota.Release.Tests.Support;

/// <summary>Damages files the way disks, transfers and attackers do.</summary>
internal static class Mutation
{
    internal static byte[] Of(byte[] original, Random random)
    {
        List<byte> bytes = [.. original];
        int count = random.Next(1, 4);
        for (int i = 0; i < count && bytes.Count > 0; i++)
            Apply(bytes, random);
        return [.. bytes];
    }

    private static void Apply(List<byte> bytes, Random random)
    {
        int at = random.Next(bytes.Count);
        int length = Math.Min(random.Next(1, 64), bytes.Count - at);
        switch (random.Next(6))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - length + 1), length));
                break;
            case 4:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            default:
                bytes[at] = (byte)"{}[]\",:0129-\\u./"[random.Next(16)];
                break;
        }
    }
}
