using Fota.Errors;

namespace Fota.Release.Images.Wrappers;

/// <summary>What another vendor's bootloader needs around an image, and what it says of it: MCUboot's header and TLVs, or ESP-IDF's description.</summary>
public abstract record ImageWrapper
{
    /// <summary>Whose it is.</summary>
    public abstract WrapperKind Kind { get; }

    /// <summary>The product; null where the wrapper names none.</summary>
    public abstract string? Product { get; }

    /// <summary>The version as the wrapper has it.</summary>
    public abstract string Version { get; }

    /// <summary>The security counter; null where the wrapper has none.</summary>
    public abstract uint? SecurityCounter { get; }

    /// <summary>All that it says, for people: a name and a value each.</summary>
    public abstract IReadOnlyList<WrapperFact> Facts { get; }

    /// <summary>What it says as a version; null where that is none.</summary>
    internal abstract FirmwareVersion? StatedVersion { get; }

    /// <summary>Whether it says the same version; null where what it says is no version.</summary>
    internal abstract bool? IsOf(FirmwareVersion version);

    /// <summary>Reads the wrapper of an image, told by its content, and proves its hashes.</summary>
    /// <returns>The wrapper; null where the image has none.</returns>
    /// <exception cref="FotaException">It is damaged (FOTA3018).</exception>
    public static ImageWrapper? Find(ReadOnlySpan<byte> image) =>
        McubootImage.IsAtStartOf(image) ? McubootImage.Read(image)
        : EspImage.IsAtStartOf(image) ? EspImage.Read(image)
        : null;

    /// <summary>Bytes as people compare them.</summary>
    protected static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexString(bytes).ToLowerInvariant();

    internal static FotaException Damaged(WrapperKind kind, string what) => new(
        ReleaseErrors.ImageWrapperDamaged, $"The {kind.Name()} image is damaged: {what}.",
        kind == WrapperKind.Mcuboot ? "Sign it again with imgtool, and change no byte after it." : "Make it again with esptool's elf2image, and change no byte after it.");
}

/// <summary>Something that a wrapper says.</summary>
/// <param name="Name">What it is, such as <c>TLV 0x0010 SHA-256</c>.</param>
/// <param name="Value">What it says.</param>
public sealed record WrapperFact(string Name, string Value);

/// <summary>The wrappers that are known.</summary>
public enum WrapperKind
{
    /// <summary>MCUboot: a header before the image, and TLVs behind it.</summary>
    Mcuboot,

    /// <summary>ESP-IDF: an image header with segments, and the application's description in the first.</summary>
    EspIdf,
}

/// <summary>The names of wrappers.</summary>
public static class WrapperKinds
{
    /// <summary>Its name in a sentence.</summary>
    public static string Name(this WrapperKind kind) => kind == WrapperKind.Mcuboot ? "MCUboot" : "ESP-IDF";

    /// <summary>Its name as a setting; null where there is none such.</summary>
    public static WrapperKind? Find(string text) => text switch
    {
        "mcuboot" => WrapperKind.Mcuboot,
        "esp-idf" => WrapperKind.EspIdf,
        _ => null,
    };
}
