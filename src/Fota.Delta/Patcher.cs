using Fota.Delta.Compact;
using Fota.Delta.Jojo;

namespace Fota.Delta;

/// <summary>Makes the new image from the old one and a patch. Refuses whatever the format's description in docs says is no patch.</summary>
public static class Patcher
{
    /// <summary>Applies a patch in memory. It is read to its end before anything is allocated for the result.</summary>
    /// <param name="source">The old image.</param>
    /// <param name="patch">The patch.</param>
    /// <param name="options">Format and bounds; see <see cref="PatcherOptions"/> for the default.</param>
    /// <returns>The new image.</returns>
    /// <exception cref="PatchException">The patch is damaged, does not fit the old image, or breaks a bound of the options.</exception>
    public static byte[] Apply(ReadOnlySpan<byte> source, ReadOnlySpan<byte> patch, PatcherOptions? options = null)
    {
        options ??= PatcherOptions.Default;
        return options.Format switch
        {
            PatchFormat.JojoDiff081 or PatchFormat.JojoDiff085 => JojoPatcher.Apply(source, patch, options),
            PatchFormat.Compact => CompactPatcher.Apply(source, patch, options.MaxTargetSize, options.MaxMemory),
            _ => throw new ArgumentOutOfRangeException(nameof(options)),
        };
    }

    /// <summary>Applies a patch in constant memory; of the compact format, with all three in memory, less than 16 MiB each.</summary>
    /// <param name="source">The old image; must be able to seek.</param>
    /// <param name="patch">The patch, read forwards from its position to its end.</param>
    /// <param name="target">Takes the new image, written forwards; what an error leaves in it is useless.</param>
    /// <param name="options">Format and bounds; see <see cref="PatcherOptions"/> for the default.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The size of the new image in bytes.</returns>
    /// <exception cref="PatchException">The patch is damaged, does not fit the old image, or breaks a bound of the options.</exception>
    public static long Apply(
        Stream source, Stream patch, Stream target, PatcherOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(patch);
        ArgumentNullException.ThrowIfNull(target);
        options ??= PatcherOptions.Default;
        return options.Format switch
        {
            PatchFormat.JojoDiff081 or PatchFormat.JojoDiff085 => JojoPatcher.Apply(source, patch, target, options, cancellationToken),
            PatchFormat.Compact => CompactPatcher.Apply(source, patch, target, options, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(options)),
        };
    }

    /// <summary>Checks all that can be checked of a patch without its old image; of the compact format, the header and the map.</summary>
    /// <param name="sourceLength">The size of the old image in bytes.</param>
    /// <param name="patch">The patch.</param>
    /// <param name="options">Format and bounds; see <see cref="PatcherOptions"/> for the default.</param>
    /// <returns>The size of the new image in bytes.</returns>
    /// <exception cref="PatchException">The patch is damaged, does not fit the old image, or breaks a bound of the options.</exception>
    public static long Check(long sourceLength, ReadOnlySpan<byte> patch, PatcherOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sourceLength);
        options ??= PatcherOptions.Default;
        return options.Format switch
        {
            PatchFormat.JojoDiff081 or PatchFormat.JojoDiff085 => JojoPatcher.Check(sourceLength, patch, options),
            PatchFormat.Compact => CompactPatcher.Check(sourceLength, patch, options.MaxTargetSize, options.MaxMemory),
            _ => throw new ArgumentOutOfRangeException(nameof(options)),
        };
    }
}
