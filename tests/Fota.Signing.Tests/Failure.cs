using Fota.Errors;

namespace Fota.Signing.Tests;

internal static class Failure
{
    /// <summary>Expects a coded failure whose text helps and gives nothing away.</summary>
    internal static FotaException Expect(string code, Action action, params string[] secrets)
    {
        FotaException failure = Assert.ThrowsAny<FotaException>(action);
        Assert.True(failure.Code.Id == code, $"{failure.Code.Id} instead of {code}: {failure.Message}");
        Assert.EndsWith(".", failure.Advice);
        foreach (string secret in secrets)
            Assert.DoesNotContain(secret, failure + failure.Advice);
        return failure;
    }
}
