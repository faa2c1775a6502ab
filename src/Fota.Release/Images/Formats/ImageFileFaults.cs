using Fota.Errors;

namespace Fota.Release.Images.Formats;

/// <summary>Words what is wrong with a file that should hold an image.</summary>
internal sealed class ImageFileFaults(string name)
{
    public string Name => name;

    public FotaException NoImage(string what, string advice = "Name the image that the build makes: a raw binary, or a linked ELF, Intel HEX, S-record or UF2 file.") =>
        Fault(ReleaseErrors.ImageFileRefused, what, advice);

    public FotaException Damaged(string what) =>
        Fault(ReleaseErrors.ImageFileDamaged, $"is damaged: {what}", "Make it again, with the linker or objcopy; copy it as a binary file.");

    public FotaException Overlap(string what) =>
        Fault(ReleaseErrors.ImageFileOverlaps, what, "Two programs were joined into one file that want the same addresses; correct the linker script, or the step that joins them.");

    public FotaException Apart(string what) => Fault(
        ReleaseErrors.ImageFileApart, what,
        "A device's update is one range. Leave out the parts that are no part of it, such as fuses and option bytes: objcopy -O binary -j SECTION, or -R SECTION.");

    private FotaException Fault(ErrorCode code, string what, string advice) => new(code, $"'{name}' {what}.", advice) { File = name };
}
