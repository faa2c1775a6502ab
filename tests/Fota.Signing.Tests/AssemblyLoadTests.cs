using System.Reflection;
using System.Runtime.Loader;

namespace Fota.Signing.Tests;

/// <summary>
/// The library is loaded into every build. Here it gets a load context of its own, as the tasks do, which shows what it pulls in.
/// </summary>
[Slow]
public sealed class AssemblyLoadTests
{
    private static readonly string[] s_light = ["Fota.Errors", "Fota.Signing"];

    [Fact]
    public void Key_id_and_header_need_no_other_library() => Assert.Equal(s_light, Loaded(library =>
    {
        object key = Call(library, nameof(VerificationKey), nameof(VerificationKey.Load), TestKeys.PublicOf(TestKeys.Rsa2048));
        Array keys = Array.CreateInstance(key.GetType(), 1);
        keys.SetValue(key, 0);
        Call(library, nameof(CertificateHeader), nameof(CertificateHeader.Generate), keys);
    }));

    [Fact]
    public void Pkcs1_signatures_need_no_other_library() =>
        Assert.Equal(s_light, Loaded(library => Sign(library, TestKeys.Rsa2048, SignatureAlgorithm.RsaPkcs1Sha256)));

    [Fact]
    public void Pss_and_ecdsa_signatures_need_bouncy_castle()
    {
        string[] expected = ["BouncyCastle.Cryptography", .. s_light];
        Assert.Equal(expected, Loaded(library => Sign(library, TestKeys.Rsa2048, SignatureAlgorithm.RsaPssSha256)));
        Assert.Equal(expected, Loaded(library => Sign(library, TestKeys.P256, SignatureAlgorithm.EcdsaP256Sha256)));
    }

    [Fact]
    public void Pkcs11_library_is_loaded_for_a_token_alone()
    {
        string[] loaded = Loaded(library =>
        {
            object key = Call(library, nameof(VerificationKey), nameof(VerificationKey.Load), TestKeys.PublicOf(TestKeys.Rsa2048));
            Type signer = library.GetType($"Fota.Signing.{nameof(Pkcs11Signer)}", throwOnError: true)!;
            Assert.NotNull(Activator.CreateInstance(signer, SoftHsm.Uri("object=x"), key, null, null, null));
        });
        Assert.Equal([.. s_light, "Pkcs11Interop"], loaded);
    }

    private static void Sign(Assembly library, string key, SignatureAlgorithm algorithm)
    {
        Type algorithmType = library.GetType($"Fota.Signing.{nameof(SignatureAlgorithm)}", throwOnError: true)!;
        object sameAlgorithm = Enum.ToObject(algorithmType, (int)algorithm);
        object signer = Call(library, nameof(KeyFileSigner), nameof(KeyFileSigner.Load), key, null, sameAlgorithm);
        // A span cannot pass through reflection, a delegate can.
        MethodInfo method = signer.GetType().GetMethod(nameof(KeyFileSigner.SignDigest))!;
        Assert.NotEmpty(method.CreateDelegate<SignDigest>(signer)(new byte[32], TestContext.Current.CancellationToken));
    }

    private delegate byte[] SignDigest(ReadOnlySpan<byte> sha256, CancellationToken cancellationToken);

    private static object Call(Assembly library, string type, string method, params object?[] arguments) =>
        library.GetType($"Fota.Signing.{type}", throwOnError: true)!.GetMethod(method)!.Invoke(null, arguments)!;

    private static string[] Loaded(Action<Assembly> use)
    {
        LibraryContext context = new(typeof(VerificationKey).Assembly.Location);
        try
        {
            use(context.LoadFromAssemblyPath(typeof(VerificationKey).Assembly.Location));
            return [.. context.Assemblies.Select(assembly => assembly.GetName().Name!).Order(StringComparer.Ordinal)];
        }
        finally
        {
            context.Unload();
        }
    }

    /// <summary>Takes what lies beside the library from there, and all else from the runtime.</summary>
    private sealed class LibraryContext(string library) : AssemblyLoadContext(isCollectible: true)
    {
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            string path = Path.Combine(Path.GetDirectoryName(library)!, assemblyName.Name + ".dll");
            return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
        }
    }
}
