namespace Fota.Delta.Compact;

/// <summary>The tables of the format, which every decoder has, and their expansions, which only saves time here.</summary>
internal static class CompactTables
{
    /// <summary>The largest magnitude of a stretched probability.</summary>
    public const int MaxStretched = 2047;

    private static readonly short[] _stretched = ExpandStretch();
    private static readonly int[] _squashed = ExpandSquash();

    // ln(p / (1 - p)) * 256 of a 12-bit probability below one half: 64 in steps of 1, 56 in steps of 8, 48 in steps of 32.
    private static ReadOnlySpan<short> StretchTable =>
    [
        -2047, -2025, -1895, -1808, -1744, -1693, -1650, -1613, -1581, -1552, -1527, -1503, -1482, -1462, -1444, -1427,
        -1411, -1396, -1381, -1368, -1355, -1343, -1331, -1320, -1309, -1299, -1289, -1279, -1270, -1261, -1252, -1244,
        -1236, -1228, -1221, -1213, -1206, -1199, -1192, -1186, -1179, -1173, -1167, -1161, -1155, -1149, -1144, -1138,
        -1133, -1127, -1122, -1117, -1112, -1107, -1102, -1098, -1093, -1088, -1084, -1080, -1075, -1071, -1067, -1063,
        -1045, -1016, -990, -966, -944, -924, -905, -887, -871, -855, -841, -827, -813, -801, -788, -777,
        -766, -755, -744, -734, -725, -715, -706, -698, -689, -681, -673, -665, -657, -650, -642, -635,
        -628, -622, -615, -608, -602, -596, -590, -584, -578, -572, -566, -561, -555, -550, -545, -539,
        -534, -529, -524, -519, -515, -510, -505, -500, -489, -472, -455, -439, -424, -410, -396, -382,
        -369, -356, -344, -332, -320, -309, -298, -287, -276, -265, -255, -245, -235, -226, -216, -207,
        -197, -188, -179, -170, -161, -152, -144, -135, -127, -118, -110, -101, -93, -85, -77, -68,
        -60, -52, -44, -36, -28, -20, -12, -4,
    ];

    // 65536 / (1 + e^(i / 4)).
    private static ReadOnlySpan<ushort> SquashTable =>
    [
        32768, 28693, 24743, 21025, 17625, 14595, 11955, 9702, 7812, 6249, 4971, 3938, 3108, 2446, 1921, 1506,
        1179, 922, 720, 562, 439, 342, 267, 208, 162, 126, 98, 77, 60, 47, 36, 28,
        22,
    ];

    /// <summary>How far a counter moves towards a bit, by the number of bits it has seen, in 1/65536.</summary>
    public static ReadOnlySpan<ushort> Rate => [40960, 25206, 18204, 14246, 11702, 9929, 8623, 7620, 6826, 6182, 5649, 3723, 2776];

    /// <summary>ln(p / (1 - p)), in 1/256, of a probability of 12 bits.</summary>
    public static int Stretch(int probability) => _stretched[probability];

    /// <summary>The probability, in 1/65536, of a stretched one; the inverse of <see cref="Stretch"/>.</summary>
    public static int Squash(int stretched) => _squashed[Math.Clamp(stretched, -MaxStretched, MaxStretched) + MaxStretched];

    private static short[] ExpandStretch()
    {
        short[] stretched = new short[4096];
        for (int p = 0; p < 2048; p++)
        {
            stretched[p] = StretchTable[p < 64 ? p : p < 512 ? 56 + (p >> 3) : 104 + (p >> 5)];
            stretched[4095 - p] = (short)-stretched[p];
        }
        return stretched;
    }

    private static int[] ExpandSquash()
    {
        int[] squashed = new int[(2 * MaxStretched) + 1];
        for (int x = 0; x <= MaxStretched; x++)
        {
            int low = SquashTable[x >> 6];
            int probability = low - (((low - SquashTable[(x >> 6) + 1]) * (x & 63)) >> 6);
            squashed[MaxStretched - x] = probability;
            squashed[MaxStretched + x] = 65536 - probability;
        }
        return squashed;
    }
}
