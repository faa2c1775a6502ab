using Fota.Delta.Compact;
using Fota.Delta.Jojo;

namespace Fota.Delta;

/// <summary>Makes patches.</summary>
public static class PatchEncoder
{
    /// <summary>The largest image that is taken, in bytes.</summary>
    public const int MaxImageSize = 64 << 20;

    /// <summary>Makes the patch that turns one image into another. The same images give the same bytes.</summary>
    /// <param name="source">The old image.</param>
    /// <param name="target">The new image.</param>
    /// <param name="options">How; see <see cref="PatchEncoderOptions"/> for the default.</param>
    /// <param name="progress">Hears the share that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends the work within 100 ms.</param>
    /// <returns>The patch.</returns>
    /// <exception cref="Errors.FotaException">An image is larger than <see cref="MaxImageSize"/>, or than the format allows.</exception>
    public static byte[] Encode(
        ReadOnlySpan<byte> source,
        ReadOnlySpan<byte> target,
        PatchEncoderOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        options ??= PatchEncoderOptions.Default;
        CheckSize(source.Length, "old");
        CheckSize(target.Length, "new");
        progress?.Report(0);
        byte[] patch = options.Format switch
        {
            PatchFormat.JojoDiff081 or PatchFormat.JojoDiff085 => JojoEncoder.Encode(source, target, options.Format, progress, cancellationToken),
            PatchFormat.Compact => CompactEncoder.Encode(source, target, options.Compact, progress, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(options)),
        };
        Verify(source, target, patch, options);
        progress?.Report(1);
        return patch;
    }

    /// <summary>Makes a patch from and to streams; both images are held in memory meanwhile.</summary>
    /// <inheritdoc cref="Encode(ReadOnlySpan{byte}, ReadOnlySpan{byte}, PatchEncoderOptions?, IProgress{double}?, CancellationToken)"/>
    /// <param name="source">The old image, read from its position to its end.</param>
    /// <param name="target">The new image, read likewise.</param>
    /// <param name="patch">Takes the patch.</param>
    /// <param name="options">How; see <see cref="PatchEncoderOptions"/> for the default.</param>
    /// <param name="progress">Hears the share that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends the work within 100 ms.</param>
    /// <returns>The size of the patch in bytes.</returns>
    public static long Encode(
        Stream source,
        Stream target,
        Stream patch,
        PatchEncoderOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(patch);
        byte[] bytes = Encode(
            ImageStream.ReadAll(source, "old"), ImageStream.ReadAll(target, "new"), options, progress, cancellationToken);
        patch.Write(bytes);
        return bytes.Length;
    }

    // A wrong patch would brick devices, so each is applied once before it leaves. A difference is a bug here, nobody else's.
    private static void Verify(ReadOnlySpan<byte> source, ReadOnlySpan<byte> target, ReadOnlySpan<byte> patch, PatchEncoderOptions options)
    {
        byte[] result = Patcher.Apply(
            source, patch, new() { MaxTargetSize = target.Length, Format = options.Format, MaxMemory = options.Compact.Memory });
        if (!target.SequenceEqual(result))
            throw new InvalidOperationException("The patch that was made does not give the new image.");
    }

    internal static void CheckSize(long size, string image)
    {
        if (size > MaxImageSize)
        {
            throw new Errors.FotaException(
                DeltaErrors.ImageTooLarge,
                $"The {image} image has {size} bytes or more, and at most {MaxImageSize} are taken",
                "Check that the file is a firmware image; a filesystem or a disk image is not what JojoDiff is for.");
        }
    }
}
