using System.Globalization;

namespace Fota.Release.Planning;

/// <summary>The share of the bases that one of several machines makes patches from (<c>FotaBasesPart</c>), such as 2/4.</summary>
/// <param name="Number">Which share, from 1.</param>
/// <param name="Count">How many there are.</param>
public readonly record struct BasesPart(int Number, int Count)
{
    /// <summary>The most machines that a build is split over.</summary>
    public const int MaxCount = 1000;

    /// <summary>Reads <c>NUMBER/COUNT</c>.</summary>
    public static bool TryParse(string text, out BasesPart part)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] numbers = text.Split('/');
        bool isOne = numbers.Length == 2
            & int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            & int.TryParse(numbers[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int count);
        part = new BasesPart(number, count);
        return isOne && number >= 1 && number <= count && count <= MaxCount;
    }

    /// <summary>Whether a base is in the share. Neighbours go to different machines: patches from old bases take longer.</summary>
    /// <param name="index">Its place in the order of all bases.</param>
    public bool Has(int index) => index % Count == Number - 1;

    /// <inheritdoc/>
    public override string ToString() => $"{Number}/{Count}";
}
