using System.Buffers.Binary;
using Fota.Errors;

namespace Fota.Release.Images;

/// <summary>
/// Product, version and security counter inside the image, where the signature covers them (docs/format.md). A device trusts these and no file name.
/// </summary>
/// <param name="Product">The product's id.</param>
/// <param name="Version">The version as a device compares it.</param>
/// <param name="SecurityCounter">A device takes no image with a lower one than it runs.</param>
public sealed record ImageInfoRecord(ProductId Product, VersionNumbers Version, uint SecurityCounter = 0)
{
    /// <summary>The length of a record in bytes.</summary>
    public const int Size = 36;

    private const ushort RecordVersion = 2;
    private const int SmallestSize = 32;
    private const int LargestSize = 256;

    private static ReadOnlySpan<byte> Magic => "FOTAINFO"u8;

    /// <summary>Finds the record of an image: the magic on a 4-byte boundary with a check word that holds.</summary>
    /// <returns>The record; null where the image has none.</returns>
    /// <exception cref="FotaException">There is more than one (FOTA3007), or one of a later format (FOTA3008).</exception>
    public static ImageInfoRecord? Find(ReadOnlySpan<byte> image)
    {
        ImageInfoRecord? found = null;
        int foundAt = 0;
        int position = 0;
        while (image[position..].IndexOf(Magic) is var distance and >= 0)
        {
            int offset = position + distance;
            position = offset + 1;

            // The magic alone is no record: code that looks for records carries it too.
            if (offset % sizeof(uint) != 0 || !IsRecord(image[offset..]))
                continue;
            ImageInfoRecord record = Read(image[offset..], offset);
            if (found is not null)
                throw Duplicate(foundAt, offset);
            found = record;
            foundAt = offset;
        }

        return found;
    }

    /// <summary>The 36 bytes of the record.</summary>
    public byte[] ToByteArray()
    {
        byte[] record = new byte[Size];
        Magic.CopyTo(record);
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(8), RecordVersion);
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(10), Size);
        Version.Write(record.AsSpan(12));
        Product.Write(record.AsSpan(20));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(28), SecurityCounter);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(32), ~ExclusiveOr(record));
        return record;
    }

    private static ImageInfoRecord Read(ReadOnlySpan<byte> record, int offset)
    {
        ushort version = BinaryPrimitives.ReadUInt16LittleEndian(record[8..]);
        ushort size = BinaryPrimitives.ReadUInt16LittleEndian(record[10..]);
        if (version != RecordVersion || size != Size)
        {
            throw new FotaException(
                ReleaseErrors.ImageInfoUnknown,
                $"The image info record at offset {offset} has version {version} and {size} bytes; this tool knows version {RecordVersion} with {Size}.",
                "Use the fota_info.h that belongs to this version of Fota.Build, or a newer Fota.Build.");
        }

        return new ImageInfoRecord(
            ProductId.Read(record[20..]), VersionNumbers.Read(record[12..]), BinaryPrimitives.ReadUInt32LittleEndian(record[28..]));
    }

    /// <summary>Whether the check word holds over the size that the record states, so that one of another version is known as such.</summary>
    private static bool IsRecord(ReadOnlySpan<byte> image)
    {
        if (image.Length < SmallestSize)
            return false;
        int size = BinaryPrimitives.ReadUInt16LittleEndian(image[10..]);
        return size % sizeof(uint) == 0 && size is >= SmallestSize and <= LargestSize && size <= image.Length
            && ExclusiveOr(image[..size]) == uint.MaxValue;
    }

    private static uint ExclusiveOr(ReadOnlySpan<byte> record)
    {
        uint sum = 0;
        for (int at = 0; at < record.Length; at += sizeof(uint))
            sum ^= BinaryPrimitives.ReadUInt32LittleEndian(record[at..]);
        return sum;
    }

    private static FotaException Duplicate(int first, int second) => new(
        ReleaseErrors.ImageInfoDuplicate,
        $"The image has two image info records, at offsets {first} and {second}; a device could not tell which one counts.",
        "Use FOTA_IMAGE_INFO() in exactly one source file.");
}
