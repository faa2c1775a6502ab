namespace Fota.Release.Images.Formats;

/// <summary>
/// Reads Motorola S-records: lines of an S, a type, a count, an address of 16, 24 or 32 bits, data and a checksum, in hexadecimal
/// digits. S1 to S3 hold data; S5 and S6 count them; S7 to S9 end the file and name the entry point; S0 is a title.
/// </summary>
internal sealed class SRecordReader(ImageFileFaults faults)
{
    private const int LeastBytes = 4;

    /// <summary>Whether a text begins with a record.</summary>
    public static bool IsAtStartOf(ReadOnlySpan<byte> text) =>
        text is [(byte)'S', >= (byte)'0' and <= (byte)'9', ..] && HexLine.HasDigits(text[2..], 2 * LeastBytes);

    /// <summary>Reads all records to the end that the file announces.</summary>
    public void Read(ReadOnlySpan<byte> text, MemoryParts parts)
    {
        Span<byte> room = stackalloc byte[HexLine.MaxBytes];
        bool ended = false;
        uint records = 0;
        for (int number = 1; !text.IsEmpty; number++)
        {
            ReadOnlySpan<byte> line = HexLine.Next(ref text);
            if (line.IsEmpty)
                continue;
            if (ended)
                throw faults.Damaged($"line {number} stands after the end record");
            if (line is not [(byte)'S', _, ..] || !HexLine.TryRead(line[2..], room, out Span<byte> record) || record.Length < LeastBytes || record[0] != record.Length - 1)
                throw faults.Damaged($"line {number} is no record, or not as long as it says");
            if (HexLine.Sum(record) != 0xFF)
                throw faults.Damaged($"the checksum of line {number} fails");
            int addressSize = AddressSize(line[1], number);
            if (record.Length < addressSize + 2)
                throw faults.Damaged($"line {number} is too short for its address");
            uint address = 0;
            foreach (byte each in record.Slice(1, addressSize))
                address = address << 8 | each;
            ReadOnlySpan<byte> data = record[(1 + addressSize)..^1];
            switch (line[1])
            {
                case (byte)'1' or (byte)'2' or (byte)'3':
                    parts.Add(address, data);
                    records++;
                    break;
                case (byte)'5' or (byte)'6' when address != (addressSize == 2 ? records & 0xFFFF : records):
                    throw faults.Damaged($"line {number} counts {address} records of data, and there are {records}");
                case (byte)'7' or (byte)'8' or (byte)'9':
                    ended = true;
                    break;
            }
        }

        if (!ended)
            throw faults.Damaged("the end record is missing");
    }

    private int AddressSize(byte type, int line) => type switch
    {
        (byte)'0' or (byte)'1' or (byte)'5' or (byte)'9' => 2,
        (byte)'2' or (byte)'6' or (byte)'8' => 3,
        (byte)'3' or (byte)'7' => 4,
        _ => throw faults.Damaged($"line {line} is a record of type S{(char)type}, which there is not"),
    };
}
