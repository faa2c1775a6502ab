using System.Globalization;
using Fota.Errors;
using Fota.Release.Images;

namespace Fota.Release.Gate;

/// <summary>The bounds that a package must keep, each set by a property of the project; none is set by default.</summary>
public sealed record GateBounds
{
    /// <summary>The most bytes that a device with a base may have to download (<c>FotaMaxPatchSize</c>).</summary>
    public ByteSize? MaxPatchSize { get; init; }

    /// <summary>The same in percent of the full image (<c>FotaMaxPatchPercent</c>).</summary>
    public double? MaxPatchPercent { get; init; }

    /// <summary>The most bytes of the full image (<c>FotaMaxImageSize</c>).</summary>
    public ByteSize? MaxImageSize { get; init; }

    /// <summary>Whether there must be a base, and each listed one (<c>FotaRequireBase</c>).</summary>
    public bool RequireBase { get; init; }

    /// <summary>Whether the version must be above the latest release (<c>FotaRequireNewerVersion</c>).</summary>
    public bool RequireNewerVersion { get; init; }

    /// <summary>Whether the package must be signed (<c>FotaRequireSignature</c>); a release always must.</summary>
    public bool RequireSignature { get; init; }

    /// <summary>Reads a percentage such as <c>12.5</c> or <c>12.5 %</c>.</summary>
    /// <exception cref="FotaException">The text is no percentage (FOTA3004).</exception>
    public static double ParsePercent(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string number = text.Trim().TrimEnd('%').TrimEnd();
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double percent) && percent <= 1000
            ? percent
            : throw new FotaException(
                ReleaseErrors.SizeInvalid, $"'{text}' is not a percentage.", "Give a number with a point, such as 12.5, of the full image.");
    }
}
