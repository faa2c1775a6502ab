using Fota.Errors;

namespace Fota.Release.Gate;

/// <summary>Whether a package keeps one bound.</summary>
/// <param name="Name">The bound: the name of the property that sets it.</param>
/// <param name="Code">The error if it is broken.</param>
/// <param name="Subject">What was measured, such as <c>patch from 1.0.0</c>.</param>
/// <param name="Figure">What it measures.</param>
/// <param name="Bound">What is allowed.</param>
/// <param name="Passed">Whether the bound is kept.</param>
/// <param name="Advice">What to do if it is broken, as a sentence.</param>
public sealed record GateResult(string Name, ErrorCode Code, string Subject, string Figure, string Bound, bool Passed, string Advice)
{
    /// <summary>The result as a sentence.</summary>
    public string What => $"{Name}: the {Subject} is {Figure}; the bound is {Bound}.";
}
