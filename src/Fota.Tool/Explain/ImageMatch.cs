using Fota.Errors;
using Fota.Release.Images.Elf;

namespace Fota.Tool.Explain;

/// <summary>Whether an image was made from an ELF file.</summary>
internal static class ImageMatch
{
    /// <summary>Bytes that a later step may have filled in, such as a checksum.</summary>
    private const int MostDifferences = 64;

    /// <summary>Compares the contents of all sections.</summary>
    /// <exception cref="FotaException">The image is another one.</exception>
    public static void Require(ElfFile elf, IReadOnlyList<(ElfSection Section, long Offset)> sections, ReadOnlySpan<byte> image)
    {
        int differences = 0;
        foreach ((ElfSection section, long offset) in sections)
        {
            if (offset + section.Size > image.Length)
                throw Mismatch(elf, $"its section {section.Name} ends at {offset + section.Size}, and the image has {image.Length} bytes");
            ReadOnlySpan<byte> expected = elf.ContentOf(section), actual = image.Slice((int)offset, (int)section.Size);
            for (int i = 0; i < expected.Length; i++)
                differences += expected[i] == actual[i] ? 0 : 1;
        }

        if (sections.Count == 0 || differences > MostDifferences)
            throw Mismatch(elf, sections.Count == 0 ? "it has no section with contents" : $"{differences} bytes of its sections differ");
    }

    private static FotaException Mismatch(ElfFile elf, string what) => new(
        ToolErrors.ElfMismatch, $"'{elf.Path}' is not the ELF file of this image: {what}.", "Give --elf for the new image and --old-elf for the old one, each of the same build.");
}
