using System.Buffers.Binary;
using Fota.Delta.InPlace;
using Fota.Errors;

namespace Fota.Release.Container;

/// <summary>What a header says of the plan by which a device with one slot applies the patch. The plan begins the payload.</summary>
/// <param name="BlockSize">Bytes of a block of the region.</param>
/// <param name="Blocks">Blocks of the region.</param>
/// <param name="Runs">Runs of the plan, of <see cref="InPlacePlan.RunSize"/> bytes each.</param>
public sealed record PlanFields(uint BlockSize, ushort Blocks, ushort Runs)
{
    private const int PlanOffset = 42;
    private const int BlockSizeOffset = 160;
    private const int BlocksOffset = 164;
    private const int RunsOffset = 166;

    private const byte NoPlan = 0;
    private const byte Allocation = 1;

    /// <summary>Bytes of the plan.</summary>
    public int Size => Runs * InPlacePlan.RunSize;

    /// <summary>The flash that the plan is for.</summary>
    /// <exception cref="FotaException">There is no such flash (FOTA1020).</exception>
    public FlashRegion Region => new(checked((int)BlockSize), Blocks);

    /// <summary>The fields for a plan.</summary>
    internal static PlanFields Of(FlashRegion region, int planSize) =>
        new((uint)region.BlockSize, (ushort)region.Blocks, checked((ushort)(planSize / InPlacePlan.RunSize)));

    internal void Write(Span<byte> header)
    {
        header[PlanOffset] = Allocation;
        BinaryPrimitives.WriteUInt32LittleEndian(header[BlockSizeOffset..], BlockSize);
        BinaryPrimitives.WriteUInt16LittleEndian(header[BlocksOffset..], Blocks);
        BinaryPrimitives.WriteUInt16LittleEndian(header[RunsOffset..], Runs);
    }

    internal static PlanFields? Read(ReadOnlySpan<byte> header) => header[PlanOffset] switch
    {
        NoPlan => null,
        Allocation => new(
            BinaryPrimitives.ReadUInt32LittleEndian(header[BlockSizeOffset..]),
            BinaryPrimitives.ReadUInt16LittleEndian(header[BlocksOffset..]),
            BinaryPrimitives.ReadUInt16LittleEndian(header[RunsOffset..])),
        byte plan => throw UpdateContainer.Unknown($"plan {plan}"),
    };

    /// <summary>What contradicts the rest of the header; null where nothing does.</summary>
    internal string? Fault(UpdateHeader header)
    {
        if (header.Format != PayloadFormat.JojoDiff)
            return "it has a plan for something else than a JojoDiff patch";
        if (!FlashRegion.Exists(BlockSize, Blocks))
            return $"it has a plan for {Blocks} blocks of {BlockSize} bytes";
        long room = (long)BlockSize * Blocks;
        if (header.NewSize > room - BlockSize || header.BaseSize > room)
            return $"its images do not fit the {room} bytes of its region";
        return Runs == 0 || Runs > Blocks || Size >= header.PayloadSize ? $"its plan has {Runs} runs" : null;
    }
}
