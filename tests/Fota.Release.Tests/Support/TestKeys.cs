using Fota.Signing;

namespace Fota.Release.Tests.Support;

/// <summary>Key pairs as files, made once for all tests.</summary>
internal static class TestKeys
{
    internal static string Folder { get; } = TemporaryFolder.UntilExit();

    internal static (string Private, string Public) First { get; } = Make("first");

    internal static (string Private, string Public) Other { get; } = Make("other");

    internal static VerificationKey FirstPublic { get; } = VerificationKey.Load(First.Public);

    internal static ISigner OpenFirst() => KeyFileSigner.Load(First.Private);

    private static (string Private, string Public) Make(string name)
    {
        string key = OpenSsl.CreateKeyPair(Folder, name);
        return (key, Path.ChangeExtension(key, ".pub"));
    }
}
