using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Fota.Errors;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Fota.Signing;

/// <summary>A session with the token that a URI names, logged in as its user.</summary>
internal sealed class TokenSession : IDisposable
{
    private readonly Pkcs11InteropFactories _factories = new();
    private readonly IPkcs11Library _library;
    private readonly ISession _session;

    /// <summary>
    /// Pkcs11Interop takes dlopen from "libdl", a name that only development packages provide; the functions are in the C library,
    /// which the process has loaded anyway.
    /// </summary>
    static TokenSession() => NativeLibrary.SetDllImportResolver(
        typeof(Pkcs11InteropFactories).Assembly,
        (name, _, _) => name == "libdl" ? NativeLibrary.GetMainProgramHandle() : IntPtr.Zero);

    /// <summary>Loads the module, finds the token and logs in.</summary>
    internal TokenSession(Pkcs11Uri uri, string module, KeyPassword? pin)
    {
        _library = LoadModule(module);
        try
        {
            ISlot slot = FindToken(uri);
            _session = slot.OpenSession(SessionType.ReadOnly);
            LogIn(slot.GetTokenInfo(), pin);
        }
        catch
        {
            _session?.Dispose();
            _library.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _session.Dispose(); // logs out, since it is the last session of this process with the token
        _library.Dispose();
    }

    /// <summary>Signs with the private key that the URI names.</summary>
    internal byte[] Sign(Pkcs11Uri uri, KeyKind kind, Func<Pkcs11InteropFactories, IMechanism> mechanism, byte[] data)
    {
        List<IObjectAttribute> wanted =
        [
            _factories.ObjectAttributeFactory.Create(CKA.CKA_CLASS, CKO.CKO_PRIVATE_KEY),
            _factories.ObjectAttributeFactory.Create(CKA.CKA_KEY_TYPE, kind == KeyKind.Rsa ? CKK.CKK_RSA : CKK.CKK_EC),
        ];
        if (uri.Object is not null)
            wanted.Add(_factories.ObjectAttributeFactory.Create(CKA.CKA_LABEL, uri.Object));
        if (uri.Id is not null)
            wanted.Add(_factories.ObjectAttributeFactory.Create(CKA.CKA_ID, uri.Id));

        List<IObjectHandle> keys = _session.FindAllObjects(wanted);
        if (keys.Count != 1)
        {
            throw new FotaException(
                SigningErrors.TokenKeyNotFound,
                $"The token has {keys.Count} {(kind == KeyKind.Rsa ? "RSA" : "EC")} private keys that the URI fits.",
                "Name exactly one by 'object' (label) and 'id'; `pkcs11-tool --list-objects --login` lists them.");
        }

        using IMechanism use = mechanism(_factories);
        return _session.Sign(use, keys[0], data);
    }

    private IPkcs11Library LoadModule(string module)
    {
        try
        {
            return _factories.Pkcs11LibraryFactory.LoadPkcs11Library(_factories, module, AppType.MultiThreaded);
        }
        catch (Exception e) when (e is Pkcs11Exception or UnmanagedException or LibraryArchitectureException)
        {
            throw new FotaException(
                SigningErrors.TokenModule,
                $"The PKCS#11 module {module} cannot be loaded: {e.Message}",
                "Install the token's driver and give the path of its module (module-path in the URI).",
                e);
        }
    }

    private ISlot FindToken(Pkcs11Uri uri)
    {
        List<ISlot> slots = Pkcs11UriUtils.GetMatchingSlotList(uri, _library, SlotsType.WithTokenPresent);
        slots.RemoveAll(slot => !slot.GetTokenInfo().TokenFlags.TokenInitialized);
        if (slots.Count == 1)
            return slots[0];
        int present = _library.GetSlotList(SlotsType.WithTokenPresent).Count;
        throw new FotaException(
            SigningErrors.TokenNotFound,
            $"The PKCS#11 URI fits {slots.Count} of the {present} tokens present.",
            "Plug the token in, and name exactly one by 'token', 'serial' or 'slot-id'; `pkcs11-tool --list-slots` lists them.");
    }

    private void LogIn(ITokenInfo token, KeyPassword? pin)
    {
        if (!token.TokenFlags.LoginRequired)
            return;
        if (pin is null)
            throw PinFailure($"The token '{token.Label}' wants a PIN, and none was given.");
        pin.Use(secret =>
        {
            byte[] bytes = Encoding.UTF8.GetBytes(secret);
            try
            {
                _session.Login(CKU.CKU_USER, bytes);
            }
            catch (Pkcs11Exception e) when (e.RV is CKR.CKR_PIN_INCORRECT or CKR.CKR_PIN_INVALID or CKR.CKR_PIN_LEN_RANGE
                or CKR.CKR_PIN_EXPIRED or CKR.CKR_PIN_LOCKED or CKR.CKR_USER_PIN_NOT_INITIALIZED)
            {
                throw PinFailure($"The token '{token.Label}' refuses the PIN from {pin}: {e.RV}.");
            }
            finally
            {
                CryptographicOperations.ZeroMemory(bytes);
            }

            return true;
        });
    }

    private static FotaException PinFailure(string what) => new(
        SigningErrors.PinRefused,
        what,
        "Give the PIN by an environment variable or a file. Do not just try again: after a few wrong ones a token locks itself.");
}
