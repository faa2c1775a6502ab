using Fota.Delta;
using Fota.Delta.InPlace;
using Fota.Release.Images;
using Fota.Release.Planning;
using Fota.Release.Store;

namespace Fota.Release.Packaging;

/// <summary>A patch in memory, with the base that it is from, and the plan by which devices with one slot apply it.</summary>
internal sealed record MadePatch(ArchivedImage Base, byte[] Bytes, InPlacePlan? Plan);

/// <summary>Makes the patches from all bases, on all cores.</summary>
internal static class PatchMaking
{
    internal static IReadOnlyList<MadePatch> Run(
        PackagingPlan plan, FirmwareImage image, CancellationToken cancellationToken)
    {
        (BaseArchive archive, IReadOnlyList<ArchivedImage> bases) = (plan.Archive, plan.Bases);
        if (plan.Request.OneSlot is { } slot)
            slot.Region.CheckRoom(bases.Select(source => source.Size.Bytes).DefaultIfEmpty().Max(), image.Size.Bytes, slot.SpareSectors);
        var patches = new MadePatch[bases.Count];
        try
        {
            Parallel.For(0, bases.Count, new ParallelOptions { CancellationToken = cancellationToken }, index =>
            {
                patches[index] = Make(archive.ReadImage(bases[index]), bases[index], image, plan.Request, cancellationToken);
            });
        }
        catch (AggregateException e) when (e.Flatten().InnerExceptions is [var first, ..])
        {
            throw System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(first).SourceException;
        }

        return patches;
    }

    private static MadePatch Make(
        byte[] source, ArchivedImage archived, FirmwareImage image, PackagingRequest request, CancellationToken cancellationToken)
    {
        // Both encoders apply the patch and compare before they return it; that for one slot in a modelled region of flash.
        if (request.OneSlot is { } slot)
        {
            InPlaceUpdate update = InPlaceEncoder.Encode(
                source, image.Content.Span, slot.Region, request.PatchFormat, cancellationToken: cancellationToken);
            return new MadePatch(archived, update.Patch, update.Plan);
        }

        byte[] patch = PatchEncoder.Encode(
            source, image.Content.Span, new PatchEncoderOptions { Format = request.PatchFormat, Compact = request.Compact }, cancellationToken: cancellationToken);
        return new MadePatch(archived, patch, null);
    }
}
