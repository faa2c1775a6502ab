using Fota.Delta;
using Fota.Release.Images;
using Fota.Release.Store;

namespace Fota.Release.Packaging;

/// <summary>A patch in memory, with the base that it is from.</summary>
internal sealed record MadePatch(ArchivedImage Base, byte[] Bytes);

/// <summary>Makes the patches from all bases, on all cores.</summary>
internal static class PatchMaking
{
    internal static IReadOnlyList<MadePatch> Run(
        BaseArchive archive, IReadOnlyList<ArchivedImage> bases, FirmwareImage image, PatchFormat format, CancellationToken cancellationToken)
    {
        var patches = new MadePatch[bases.Count];
        try
        {
            Parallel.For(0, bases.Count, new ParallelOptions { CancellationToken = cancellationToken }, index =>
            {
                patches[index] = Make(archive.ReadImage(bases[index]), bases[index], image, format, cancellationToken);
            });
        }
        catch (AggregateException e) when (e.Flatten().InnerExceptions is [var first, ..])
        {
            throw System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(first).SourceException;
        }

        return patches;
    }

    private static MadePatch Make(
        byte[] source, ArchivedImage archived, FirmwareImage image, PatchFormat format, CancellationToken cancellationToken)
    {
        // The encoder applies the patch and compares before it returns it.
        byte[] patch = PatchEncoder.Encode(
            source, image.Content.Span, new PatchEncoderOptions { Format = format }, cancellationToken: cancellationToken);
        return new MadePatch(archived, patch);
    }
}
