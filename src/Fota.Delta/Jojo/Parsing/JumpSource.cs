using System.Runtime.InteropServices;

namespace Fota.Delta.Jojo.Parsing;

/// <summary>A diagonal to jump from; see <see cref="JumpSources.Add"/>.</summary>
internal readonly struct JumpSource(int offset, int index, bool isInsertion)
{
    // One number, as numbers are sorted several times quicker than anything else. No two are equal.
    private readonly long _key = ((long)offset << 32) | (uint)(index << 1) | (isInsertion ? 1u : 0u);

    public int Offset => (int)(_key >> 32);

    public int Index => (int)(uint)_key >> 1;

    public bool IsInsertion => (_key & 1) != 0;

    /// <summary>Sorts by offset.</summary>
    public static void Sort(Span<JumpSource> sources) => MemoryMarshal.Cast<JumpSource, long>(sources).Sort();
}
