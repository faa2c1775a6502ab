namespace Fota.Signing.Tests;

/// <summary>The token of this process, with the RSA and P-256 test keys.</summary>
public sealed class TestToken : IDisposable
{
    private readonly SoftHsm _token = new();

    public TestToken()
    {
        _token.UseHere();
        _token.Import(TestKeys.Rsa2048, "update key", "a1");
        _token.Import(TestKeys.P256, "ec key", "a2");
        _token.Import(TestKeys.Rsa2048Other, "twin", "b1");
        _token.Import(TestKeys.Rsa3072, "twin", "b2");
    }

    public void Dispose() => _token.Dispose();
}
