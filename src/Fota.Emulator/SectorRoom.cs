namespace Fota.Emulator;

/// <summary>The sectors of a flash that are not taken yet.</summary>
internal sealed class SectorRoom
{
    /// <summary>Where each sector begins, and the flash's end.</summary>
    private readonly int[] _borders;

    private readonly bool[] _taken;

    /// <summary>All of them are free.</summary>
    public SectorRoom(IReadOnlyList<SectorRun> runs)
    {
        int[] sizes = [.. runs.SelectMany(run => Enumerable.Repeat(run.Size, run.Count!.Value))];
        _borders = new int[sizes.Length + 1];
        for (int i = 0; i < sizes.Length; i++)
            _borders[i + 1] = _borders[i] + sizes[i];
        _taken = new bool[sizes.Length];
    }

    /// <summary>Takes the first place where so many blocks lie beside each other, each of whole sectors.</summary>
    public FlashArea? TakeBlocks(int count, int blockSize)
    {
        for (int first = 0; first < _taken.Length; first++)
        {
            int at = _borders[first];
            if (Enumerable.Range(1, count).All(block => IsFree(at + ((block - 1) * blockSize), at + (block * blockSize))))
                return Take(new FlashArea(at, count * blockSize));
        }

        return null;
    }

    /// <summary>Takes the smallest place for so many bytes; of equal ones the last.</summary>
    public FlashArea? TakeSmallest(int bytes)
    {
        FlashArea? best = null;
        for (int first = 0, end = 0; first < _taken.Length; first++)
        {
            end = Math.Max(end, first);
            while (end < _taken.Length && _borders[end] - _borders[first] < bytes)
                end++;
            FlashArea area = new(_borders[first], _borders[end] - _borders[first]);
            if (area.Size >= bytes && IsFree(area.Offset, area.End) && area.Size <= (best?.Size ?? int.MaxValue))
                best = area;
        }

        return best is { } found ? Take(found) : null;
    }

    /// <summary>Takes a place, if it is free and whole sectors.</summary>
    public FlashArea? TakeAt(FlashArea area) => IsFree(area.Offset, area.End) ? Take(area) : null;

    private bool IsFree(int start, int end)
    {
        int first = Array.BinarySearch(_borders, start), last = Array.BinarySearch(_borders, end);
        return first >= 0 && last >= 0 && !_taken.AsSpan(first, last - first).Contains(true);
    }

    private FlashArea Take(FlashArea area)
    {
        int first = Array.BinarySearch(_borders, area.Offset);
        _taken.AsSpan(first, Array.BinarySearch(_borders, area.End) - first).Fill(true);
        return area;
    }
}
