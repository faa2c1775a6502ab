using Xunit.v3;

namespace Fota.Testing;

/// <summary>Takes seconds, or needs programs other than the SDK's: <c>./test.sh --quick</c> leaves it out.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class SlowAttribute : Attribute, ITraitAttribute
{
    /// <inheritdoc/>
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Speed", "Slow")];
}
