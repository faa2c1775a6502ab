using Fota.Delta;
using Fota.Delta.Compact;
using Fota.Delta.InPlace;
using Fota.Release.Images;
using Fota.Release.Planning;
using Fota.Release.Store;

namespace Fota.Release.Packaging;

/// <summary>A patch in memory, with the base that it is from, and the plan by which devices with one slot apply it.</summary>
internal sealed record MadePatch(ArchivedImage Base, PatchFormat Format, byte[] Bytes, InPlacePlan? Plan)
{
    /// <summary>What a device downloads in place of the image: the patch, and the plan in front of it.</summary>
    internal ByteSize PayloadSize { get; } = new(Bytes.Length + (Plan?.ToBytes().Length ?? 0));
}

/// <summary>Makes the patches from all bases, in all formats, on all cores; those that other machines have made are taken.</summary>
internal static class PatchMaking
{
    internal static IReadOnlyList<MadePatch> Run(
        PackagingPlan plan, FirmwareImage image, CancellationToken cancellationToken)
    {
        IReadOnlyList<ArchivedImage> bases = plan.Bases;
        if (plan.Request.OneSlot is { } slot)
            slot.Region.CheckRoom(bases.Select(source => source.Size.Bytes).DefaultIfEmpty().Max(), image.Size.Bytes, slot.SpareSectors);
        IReadOnlyList<PatchFormat> formats = plan.Request.Formats;
        var elsewhere = PatchesElsewhere.Open(plan, image);
        var patches = new MadePatch[bases.Count * formats.Count];
        try
        {
            Parallel.For(0, patches.Length, new ParallelOptions { CancellationToken = cancellationToken }, index =>
            {
                (ArchivedImage source, PatchFormat format) = (bases[index / formats.Count], formats[index % formats.Count]);
                byte[] bytes = plan.Sources.Read(source);
                patches[index] = elsewhere.Find(source, bytes, format) ?? Make(source, bytes, image, format, plan.Request, cancellationToken);
            });
        }
        catch (AggregateException e) when (e.Flatten().InnerExceptions is [var first, ..])
        {
            throw System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(first).SourceException;
        }

        return patches;
    }

    private static MadePatch Make(
        ArchivedImage archived, byte[] source, FirmwareImage image, PatchFormat format, PackagingRequest request, CancellationToken cancellationToken)
    {
        // Both encoders apply the patch and compare before they return it; that for one slot in a modelled region of flash.
        if (request.OneSlotFor(format) is { } slot)
        {
            InPlaceUpdate update = InPlaceEncoder.Encode(
                source, image.Content.Span, slot.Region, format, cancellationToken: cancellationToken);
            return new MadePatch(archived, format, update.Patch, update.Plan);
        }

        CompactOptions compact = request.Compact.BaseAddress is { } address && !LinkAddress.MayBeOf(source, address)
            ? request.Compact with { BaseAddress = null }
            : request.Compact;
        byte[] patch = PatchEncoder.Encode(
            source, image.Content.Span, new PatchEncoderOptions { Format = format, Compact = compact }, cancellationToken: cancellationToken);
        return new MadePatch(archived, format, patch, null);
    }
}
