namespace Fota.Release.Images.Formats;

/// <summary>What a file is written in that holds a firmware image.</summary>
public enum ImageFormat
{
    /// <summary>The raw bytes, as flash holds them.</summary>
    Binary,

    /// <summary>A linked ELF file (System V ABI, chapter 4).</summary>
    Elf,

    /// <summary>Intel HEX (Intel Hexadecimal Object File Format Specification, revision A).</summary>
    IntelHex,

    /// <summary>Motorola S-records.</summary>
    SRecord,

    /// <summary>UF2, the USB flashing format (Microsoft's specification).</summary>
    Uf2,
}

/// <summary>Tells formats by their content.</summary>
public static class ImageFormats
{
    /// <summary>The format of a file by its first bytes; <see cref="ImageFormat.Binary"/> for all that is none of the others.</summary>
    public static ImageFormat Of(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith("\u007fELF"u8))
            return ImageFormat.Elf;
        if (Uf2Reader.IsAtStartOf(file))
            return ImageFormat.Uf2;
        ReadOnlySpan<byte> text = file.TrimStart(" \t\r\n"u8);
        if (IntelHexReader.IsAtStartOf(text))
            return ImageFormat.IntelHex;
        return SRecordReader.IsAtStartOf(text) ? ImageFormat.SRecord : ImageFormat.Binary;
    }

    /// <summary>Its name in a sentence.</summary>
    public static string Name(this ImageFormat format) => format switch
    {
        ImageFormat.Elf => "ELF",
        ImageFormat.IntelHex => "Intel HEX",
        ImageFormat.SRecord => "S-record",
        ImageFormat.Uf2 => "UF2",
        _ => "raw binary",
    };
}
