using System.Buffers.Binary;

namespace Fota.Release.Images.Formats;

/// <summary>
/// Reads Intel HEX: lines of a colon, a count, an address of 16 bits, a type, data and a checksum, in hexadecimal digits. Types 02
/// and 04 set the upper bits of the addresses that follow; 03 and 05 name the entry point, which is nothing that flash holds.
/// </summary>
internal sealed class IntelHexReader(ImageFileFaults faults)
{
    private const int Data = 0, EndOfFile = 1, SegmentAddress = 2, SegmentEntry = 3, LinearAddress = 4, LinearEntry = 5;
    private const int Around = 5;

    /// <summary>Whether a text begins with a record.</summary>
    public static bool IsAtStartOf(ReadOnlySpan<byte> text) => text is [(byte)':', ..] && HexLine.HasDigits(text[1..], 2 * Around);

    /// <summary>Reads all records to the end that the file announces.</summary>
    public void Read(ReadOnlySpan<byte> text, MemoryParts parts)
    {
        Span<byte> room = stackalloc byte[HexLine.MaxBytes + Around];
        long upper = 0;
        bool ended = false;
        for (int number = 1; !text.IsEmpty; number++)
        {
            ReadOnlySpan<byte> line = HexLine.Next(ref text);
            if (line.IsEmpty)
                continue;
            if (ended)
                throw faults.Damaged($"line {number} stands after the end record");
            if (line[0] != ':' || !HexLine.TryRead(line[1..], room, out Span<byte> record) || record.Length < Around || record[0] != record.Length - Around)
                throw faults.Damaged($"line {number} is no record, or not as long as it says");
            if (HexLine.Sum(record) != 0)
                throw faults.Damaged($"the checksum of line {number} fails");
            ReadOnlySpan<byte> data = record[4..^1];
            switch (record[3])
            {
                case Data:
                    parts.Add(upper + BinaryPrimitives.ReadUInt16BigEndian(record[1..]), data);
                    break;
                case EndOfFile:
                    ended = true;
                    break;
                case SegmentAddress when data.Length == 2:
                    upper = BinaryPrimitives.ReadUInt16BigEndian(data) << 4;
                    break;
                case LinearAddress when data.Length == 2:
                    upper = (long)BinaryPrimitives.ReadUInt16BigEndian(data) << 16;
                    break;
                case SegmentEntry or LinearEntry when data.Length == 4:
                    break;
                case > LinearEntry:
                    // Universal hex files of boards in two versions have such.
                    throw faults.NoImage($"has a record of type {record[3]:X2} in line {number}: it is no plain Intel HEX file, and may hold the images of several boards");
                default:
                    throw faults.Damaged($"line {number} has {data.Length} bytes of data, which its type {record[3]:X2} cannot have");
            }
        }

        if (!ended)
            throw faults.Damaged("the end record is missing");
    }
}
