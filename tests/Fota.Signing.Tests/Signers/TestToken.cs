namespace Fota.Signing.Tests;

/// <summary>The token of this process, with the RSA and P-256 test keys.</summary>
public sealed class TestToken : IDisposable
{
    private readonly SoftHsm token = new();

    public TestToken()
    {
        token.UseHere();
        token.Import(TestKeys.Rsa2048, "update key", "a1");
        token.Import(TestKeys.P256, "ec key", "a2");
        token.Import(TestKeys.Rsa2048Other, "twin", "b1");
        token.Import(TestKeys.Rsa3072, "twin", "b2");
    }

    public void Dispose() => token.Dispose();
}
