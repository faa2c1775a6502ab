using Fota.Delta.Jojo;

namespace Fota.Delta.InPlace;

/// <summary>What an update in place leaves.</summary>
/// <param name="Image">The new image, as it lies in the flash.</param>
/// <param name="Erases">How often each block of the region was erased.</param>
/// <param name="Moves">How many blocks were copied to their places after they were built.</param>
public sealed record InPlaceOutcome(byte[] Image, IReadOnlyList<int> Erases, int Moves);

/// <summary>Carries out an update in place as a device does: in one region of flash that holds both images in turn, byte by byte.</summary>
public ref struct InPlaceSimulation
{
    /// <summary>What erased flash reads as.</summary>
    private const byte Erased = 0xFF;

    private readonly InPlacePlan _plan;
    private readonly int _blockSize;
    private readonly byte[] _flash;
    private readonly int[] _erases;
    private int _target;

    private InPlaceSimulation(ReadOnlySpan<byte> source, InPlacePlan plan)
    {
        _plan = plan;
        _blockSize = plan.Region.BlockSize;
        _flash = new byte[plan.Region.Size];
        _flash.AsSpan().Fill(Erased);
        source.CopyTo(_flash);
        _erases = new int[plan.Region.Blocks];
    }

    /// <summary>Carries out an update.</summary>
    /// <param name="source">The old image.</param>
    /// <param name="plan">Where each block is built.</param>
    /// <param name="patch">A JojoDiff patch.</param>
    /// <param name="targetSize">The size in bytes that the new image has.</param>
    /// <exception cref="PatchException">The patch is damaged, or reads a block that is overwritten by then.</exception>
    /// <exception cref="Errors.FotaException">An image does not fit the region.</exception>
    public static InPlaceOutcome Run(ReadOnlySpan<byte> source, InPlacePlan plan, ReadOnlySpan<byte> patch, int targetSize)
    {
        ArgumentNullException.ThrowIfNull(plan);
        plan.Region.CheckRoom(source.Length, targetSize);
        ArgumentOutOfRangeException.ThrowIfNotEqual(plan.Places.Count, plan.Region.BlocksOf(targetSize), nameof(plan));
        var simulation = new InPlaceSimulation(source, plan);
        simulation.Build(patch, source.Length, targetSize);
        List<BlockMove> moves = Arrangement.MovesOf(plan);
        foreach (BlockMove move in moves)
            simulation.Copy(move);
        return new(simulation._flash[..targetSize], simulation._erases, moves.Count);
    }

    private void Build(ReadOnlySpan<byte> patch, int sourceSize, int targetSize)
    {
        var reader = new JojoReader(patch, sourceSize, new PatcherOptions { MaxTargetSize = targetSize });
        while (reader.MoveNext())
        {
            JojoOperation operation = reader.Current;
            if (operation.HasData)
            {
                byte[] data = new byte[operation.Length];
                reader.CopyData(operation, data);
                foreach (byte value in data)
                    Write(value);
            }
            else if (operation.Kind == JojoOperationKind.Eql)
            {
                for (int i = 0; i < operation.Length; i++)
                    Write(Read((int)operation.SourcePosition + i, operation.PatchOffset));
            }
        }
        if (_target != targetSize)
        {
            throw new PatchException(
                DeltaErrors.PatchTruncated,
                patch.Length,
                $"The patch makes {_target} bytes, and the new image has {targetSize}",
                "The file is damaged: compare its SHA-256 with the manifest, get it again, or make it again.");
        }
    }

    private readonly byte Read(int source, long offset)
    {
        int block = source / _blockSize;
        int step = _target / _blockSize;
        if (step >= _plan.DeathOf(block))
        {
            throw new PatchException(
                DeltaErrors.ReadTooLate,
                offset,
                $"Step {step} reads byte {source} of the old image, in block {block}, which step {_plan.DeathOf(block)} erases",
                "The patch was made without this plan, or for another region: make the update again.");
        }
        return _flash[source];
    }

    private void Write(byte value)
    {
        int place = _plan.Places[_target / _blockSize];
        if (_target % _blockSize == 0)
            Erase(place);
        _flash[(place * _blockSize) + (_target % _blockSize)] = value;
        _target++;
    }

    private readonly void Copy(BlockMove move)
    {
        Erase(move.To);
        _flash.AsSpan(move.From * _blockSize, _blockSize).CopyTo(_flash.AsSpan(move.To * _blockSize));
    }

    private readonly void Erase(int block)
    {
        _flash.AsSpan(block * _blockSize, _blockSize).Fill(Erased);
        _erases[block]++;
    }
}
