using System.Security.Cryptography;
using Fota.Signing;

namespace Fota.Release.Tests.Support;

/// <summary>Key pairs as files, made once for all tests.</summary>
internal static class TestKeys
{
    private static readonly TemporaryFolder s_folder = new();

    internal static string Folder => s_folder.Root;

    internal static (string Private, string Public) First { get; } = Make("first");

    internal static (string Private, string Public) Other { get; } = Make("other");

    internal static VerificationKey FirstPublic { get; } = VerificationKey.Load(First.Public);

    internal static ISigner OpenFirst() => KeyFileSigner.Load(First.Private);

    private static (string Private, string Public) Make(string name)
    {
        using var rsa = RSA.Create(2048);
        string privatePath = s_folder[name + ".key"];
        File.WriteAllText(privatePath, rsa.ExportPkcs8PrivateKeyPem());
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(privatePath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        string publicPath = s_folder[name + ".pub"];
        File.WriteAllText(publicPath, rsa.ExportSubjectPublicKeyInfoPem());
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(privatePath);
        return (privatePath, publicPath);
    }
}
