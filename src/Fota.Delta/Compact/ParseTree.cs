namespace Fota.Delta.Compact;

/// <summary>
/// The ways that the parser still may have come: each step is a run, and the step before it. A step is only noted when another is built on
/// it, at most one for each position.
/// </summary>
internal sealed class ParseTree
{
    public const int Root = -1;

    private readonly List<Step> _steps = [];

    public int Add(int at, int offset, RunKind kind, int previous)
    {
        _steps.Add(new(at, offset, kind, previous));
        return _steps.Count - 1;
    }

    /// <summary>The copies on the way to a step, from the first on; those that only go on with the last are joined to it.</summary>
    /// <param name="last">The last step.</param>
    /// <param name="end">Where it ends.</param>
    public List<Copy> CopiesTo(int last, int end)
    {
        var copies = new List<Copy>();
        for (int i = last; i != Root; i = _steps[i].Previous)
        {
            Step step = _steps[i];
            if (step.Kind != RunKind.Literals && step.At < end)
                copies.Add(new(step.At, end - step.At, step.At + step.Offset, step.Kind == RunKind.FromTarget));
            end = step.At;
        }
        copies.Reverse();
        return Join(copies);
    }

    private static List<Copy> Join(List<Copy> copies)
    {
        var joined = new List<Copy>(copies.Count);
        foreach (Copy copy in copies)
        {
            Copy last = joined.Count > 0 ? joined[^1] : default;
            if (last.Length > 0 && last.IsFromTarget == copy.IsFromTarget && last.End == copy.At && last.From - last.At == copy.From - copy.At)
                joined[^1] = last with { Length = last.Length + copy.Length };
            else
                joined.Add(copy);
        }
        return joined;
    }

    private readonly record struct Step(int At, int Offset, RunKind Kind, int Previous);
}

/// <summary>What a run of the target is coded as.</summary>
internal enum RunKind : byte
{
    Literals,
    FromSource,
    FromTarget,
}
