using System.Buffers.Binary;

namespace Fota.Delta.InPlace;

/// <summary>
/// Where an update in place builds each block of the new image: in order, each into a block of the region that nothing reads any more.
/// When all are built they are brought to their places (<see cref="Arrangement"/>).
/// </summary>
public sealed class InPlacePlan
{
    /// <summary>Bytes of a run of blocks in the plan's bytes.</summary>
    public const int RunSize = 2;

    /// <summary>The most blocks in a run.</summary>
    public const int MaxRun = 1 << (16 - FirstBits);

    // 2^this is more than FlashRegion.MaxBlocks.
    private const int FirstBits = 10;
    private const int FirstMask = (1 << FirstBits) - 1;

    private readonly int[] _places;
    private readonly int[] _deaths;

    private InPlacePlan(FlashRegion region, int[] places, int[] deaths)
    {
        Region = region;
        _places = places;
        _deaths = deaths;
    }

    /// <summary>The flash that the plan is for.</summary>
    public FlashRegion Region { get; }

    /// <summary>For each block of the new image, in order, the block of the region that it is built into.</summary>
    public IReadOnlyList<int> Places => _places;

    /// <summary>The copies that bring the blocks to their places when all are built, in order.</summary>
    public IReadOnlyList<BlockMove> Moves => Arrangement.MovesOf(this);

    /// <summary>The step that overwrites a block of the region, or the number of steps if none does.</summary>
    /// <param name="block">A block of the region.</param>
    public int DeathOf(int block) => _deaths[block];

    /// <summary>For each block of an old image, the step that overwrites it.</summary>
    internal int[] DeathsOf(int sourceBlocks) => _deaths[..sourceBlocks];

    /// <summary>Makes the plan of its places.</summary>
    /// <exception cref="PatchException">Two steps have one place, or a place is outside the region, or no block is left free.</exception>
    internal static InPlacePlan Of(FlashRegion region, int[] places)
    {
        if (places.Length >= region.Blocks && places.Length > 0)
            throw Damaged(0, $"The plan fills all {region.Blocks} blocks of the region, and one must be free");
        int[] deaths = new int[region.Blocks];
        Array.Fill(deaths, places.Length);
        for (int step = 0; step < places.Length; step++)
        {
            int place = places[step];
            if (place >= region.Blocks)
                throw Damaged(step, $"Step {step} of the plan builds block {place} of a region that has {region.Blocks}");
            if (deaths[place] < places.Length)
                throw Damaged(step, $"Steps {deaths[place]} and {step} of the plan build the same block, {place}");
            deaths[place] = step;
        }
        return new(region, places, deaths);
    }

    /// <summary>Reads the bytes of a plan.</summary>
    /// <param name="bytes">Runs of places, 16 bits each, little-endian: the first place in the lower 10, the length less 1 above.</param>
    /// <param name="region">The flash that it is for.</param>
    /// <param name="targetSize">The size of the new image in bytes.</param>
    /// <exception cref="PatchException">They are no plan for such an image.</exception>
    public static InPlacePlan Read(ReadOnlySpan<byte> bytes, FlashRegion region, long targetSize)
    {
        ArgumentNullException.ThrowIfNull(region);
        ArgumentOutOfRangeException.ThrowIfNegative(targetSize);
        region.CheckRoom(0, targetSize);
        int[] places = new int[region.BlocksOf(targetSize)];
        int step = 0;
        if (bytes.Length % RunSize != 0)
            throw Damaged(bytes.Length, $"The plan has {bytes.Length} bytes, and a run has {RunSize}");
        for (int at = 0; at < bytes.Length; at += RunSize)
        {
            int run = BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
            int length = (run >> FirstBits) + 1;
            if (length > places.Length - step)
                throw Damaged(at, $"The plan builds {step + length} blocks or more, and the new image has {places.Length}");
            for (int i = 0; i < length; i++)
                places[step++] = (run & FirstMask) + i;
        }
        if (step < places.Length)
            throw Damaged(bytes.Length, $"The plan builds {step} blocks, and the new image has {places.Length}");
        return Of(region, places);
    }

    /// <summary>The runs of blocks that are built into blocks of the region that follow each other, in order.</summary>
    public IEnumerable<(int Step, int Place, int Count)> Runs()
    {
        for (int step = 0; step < _places.Length;)
        {
            int first = step;
            do
                step++;
            while (step < _places.Length && step - first < MaxRun && _places[step] == _places[step - 1] + 1);
            yield return (first, _places[first], step - first);
        }
    }

    /// <summary>The plan's bytes, as <see cref="Read"/> takes them.</summary>
    public byte[] ToBytes()
    {
        var bytes = new List<byte>();
        foreach ((int _, int place, int count) in Runs())
        {
            int run = ((count - 1) << FirstBits) | place;
            bytes.Add((byte)run);
            bytes.Add((byte)(run >> 8));
        }
        return [.. bytes];
    }

    private static PatchException Damaged(int offset, string reason) => new(
        DeltaErrors.PlanDamaged, offset, reason, "The file is damaged: compare its SHA-256 with the manifest, get it again, or make it again.");
}
