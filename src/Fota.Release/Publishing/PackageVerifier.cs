using Fota.Delta;
using Fota.Errors;
using Fota.Release.Bases;
using Fota.Release.Container;
using Fota.Release.Files;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Release.Packaging;
using Fota.Signing;

namespace Fota.Release.Publishing;

/// <summary>
/// Checks a package against public keys, offline: manifest, signatures, image, patches and the files for the device. Notes each fault
/// with its file instead of stopping at the first.
/// </summary>
public sealed class PackageVerifier
{
    private const string TakeAgain = "Take the package again from the build that made it, or build again.";

    private readonly string _directory;
    private readonly IReadOnlyList<VerificationKey> _keys;
    private readonly IBaseImages? _bases;
    private readonly List<string> _checked = [];
    private readonly List<Diagnostic> _faults = [];

    private PackageVerifier(string directory, IReadOnlyList<VerificationKey> keys, IBaseImages? bases)
    {
        _directory = directory;
        _keys = keys;
        _bases = bases;
    }

    /// <summary>Checks a package.</summary>
    /// <param name="directory">The update folder.</param>
    /// <param name="keys">The public keys that devices accept.</param>
    /// <param name="bases">Where the bases are, so that each patch can be applied; without it, patches are only read through.</param>
    /// <exception cref="FotaException">No key is given (FOTA3043), or a base is damaged.</exception>
    public static PackageVerification Verify(string directory, IReadOnlyList<VerificationKey> keys, IBaseImages? bases = null)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var verifier = new PackageVerifier(directory, RequireAny(keys), bases);
        return new PackageVerification(verifier.Run(), verifier._checked, verifier._faults);
    }

    /// <summary>Checks manifest, image and the signatures over both alone: what a base's package has.</summary>
    /// <exception cref="FotaException">No key is given (FOTA3043).</exception>
    internal static PackageVerification VerifyImage(string directory, IReadOnlyList<VerificationKey> keys)
    {
        var verifier = new PackageVerifier(directory, RequireAny(keys), null);
        return new PackageVerification(verifier.RunImage()?.Manifest, verifier._checked, verifier._faults);
    }

    private static IReadOnlyList<VerificationKey> RequireAny(IReadOnlyList<VerificationKey> keys) => keys.Count > 0 ? keys : throw new FotaException(
        ReleaseErrors.PublicKeyMissing,
        "No public key is given to verify with.",
        "Give the public keys that devices accept, from a place that you trust: never from the package itself.");

    private (UpdateManifest Manifest, VerificationKey? Key, byte[]? Image)? RunImage()
    {
        if (Read(PackageFiles.Manifest, ManifestReader.MaxLength) is not { } json)
            return null;
        UpdateManifest? manifest = Check(PackageFiles.Manifest, () => UpdateManifest.Read(json));
        if (manifest is null)
            return null;
        VerificationKey? key = CheckSignatures(manifest, json);
        byte[]? image = ReadStamped(PackageFiles.Image, manifest.Image.Size, manifest.Image.Digest);
        // Nothing in the image is looked at unless it is whose it says.
        if (image is not null && key is not null && _faults.All(fault => fault.Code != SigningErrors.SignatureInvalid))
            Check(PackageFiles.Image, () => CheckImage(manifest, image));
        return (manifest, key, image);
    }

    private UpdateManifest? Run()
    {
        if (RunImage() is not var (manifest, key, image))
            return null;
        var payloads = new Dictionary<string, byte[]?> { [PackageFiles.FullContainer] = image };
        foreach (ManifestPatch patch in manifest.Patches)
        {
            if (ReadStamped(patch.File, patch.Size, patch.Digest) is not { } bytes)
                continue;
            CheckPatch(manifest, patch, bytes);
            payloads[patch.Container] = patch.PayloadOf(bytes).ToArray();
        }

        if (key is not null)
            CheckContainers(manifest, key, payloads);
        CheckForeignFiles(manifest);
        return manifest;
    }

    private VerificationKey? CheckSignatures(UpdateManifest manifest, byte[] json)
    {
        if (manifest.Signature is not { } description)
        {
            const string Advice = "Sign it where the key is, and complete it with fota sign --attach.";
            Fault(ReleaseErrors.PackageUnsigned, PackageFiles.Manifest, "The package is incomplete: it is not signed yet.", Advice);
            return null;
        }

        if (_keys.FirstOrDefault(key => key.KeyId == description.KeyId) is not { } key)
        {
            const string Advice = "Do not publish it, unless the key is one that devices accept and was only not given here.";
            Fault(ReleaseErrors.SignerUnknown, PackageFiles.Manifest, $"The package is signed by an unknown key, {description.KeyId}.", Advice);
            return null;
        }

        CheckSignature(PackageFiles.ManifestSignature, key, description.Algorithm, Sha256Digest.Of(json), PackageFiles.Manifest);
        CheckSignature(PackageFiles.Signature, key, description.Algorithm, manifest.Image.Digest, PackageFiles.Image);
        return key;
    }

    private void CheckSignature(string file, VerificationKey key, SignatureAlgorithm algorithm, Sha256Digest digest, string signed)
    {
        if (Read(file, UpdateHeader.MaxSignatureLength) is not { } signature)
            return;
        if (key.Verify(algorithm, digest.ToByteArray(), signature))
            _checked.Add(file);
        else
            Fault(SigningErrors.SignatureInvalid, file, $"{file} is not a signature of {signed} by the {key}.", TakeAgain);
    }

    private static UpdateManifest CheckImage(UpdateManifest manifest, byte[] image)
    {
        var firmware = new FirmwareImage(image);
        ImageInfoCheck.Require(firmware, manifest.Product, manifest.Version);
        ImageInfoCheck.RequireCounter(firmware, manifest.SecurityCounter);
        return manifest;
    }

    private void CheckPatch(UpdateManifest manifest, ManifestPatch patch, byte[] bytes)
    {
        var options = new PatcherOptions { MaxTargetSize = manifest.Image.Size.Bytes, Format = patch.Format };
        try
        {
            bool gives = _bases?.Find(manifest.Product, patch.Base) is { } source
                ? Sha256Digest.Of(Patcher.Apply(source, bytes, options)) == manifest.Image.Digest
                : Patcher.Check(patch.Base.Size.Bytes, bytes, options) == manifest.Image.Size.Bytes;
            if (!gives)
                Fault(ReleaseErrors.PatchResultDiffers, patch.File, $"{patch.File} does not give the image.", TakeAgain);
        }
        catch (PatchException e)
        {
            Fault(e.Code, patch.File, $"{patch.File}: {e.Message}", e.Advice);
        }
    }

    private void CheckContainers(UpdateManifest manifest, VerificationKey key, Dictionary<string, byte[]?> payloads)
    {
        foreach ((string file, UpdateHeader header) in PackageSignatures.Headers(manifest, key))
        {
            if (payloads.GetValueOrDefault(file) is { } payload)
                CheckContainer(file, header, key, payload);
        }
    }

    private void CheckContainer(string file, UpdateHeader expected, VerificationKey key, byte[] payload)
    {
        if (Read(file, UpdateHeader.Size + expected.SignatureLength + payload.Length) is not { } bytes)
            return;
        if (Check(file, () => UpdateContainer.Read(bytes)) is not { } container)
            return;
        if (container.Header != expected)
            Fault(ReleaseErrors.PackageFileDiffers, file, $"{file} has a header that differs from the manifest.", TakeAgain);
        else if (!FixedSizeSignature.Verify(key, expected.Algorithm, expected.SignedDigest.ToByteArray(), container.Signature.Span))
            Fault(SigningErrors.SignatureInvalid, file, $"The header of {file} is not signed by the {key}.", TakeAgain);
        else if (!container.Payload.Span.SequenceEqual(payload))
            Fault(ReleaseErrors.PackageFileDiffers, file, $"{file} carries another payload than the package.", TakeAgain);
        else
            _checked.Add(file);
    }

    private void CheckForeignFiles(UpdateManifest manifest)
    {
        var named = manifest.Patches.SelectMany(patch => (string[])[patch.File, patch.Container]).ToHashSet();
        foreach (string file in Directory.EnumerateFiles(_directory).Select(path => Path.GetFileName(path)).Where(PatchFileNames.IsOne))
        {
            if (!named.Contains(file))
                Fault(ReleaseErrors.PackageFileDiffers, file, $"{file} is not named by the manifest: it is from another build.", TakeAgain);
        }
    }

    private byte[]? ReadStamped(string file, ByteSize size, Sha256Digest digest)
    {
        if (Read(file, size.Bytes) is not { } bytes)
            return null;
        if (bytes.Length != size.Bytes || Sha256Digest.Of(bytes) != digest)
        {
            string what = bytes.Length != size.Bytes ? $"has {new ByteSize(bytes.Length)} instead of {size}" : "has another SHA-256 than the manifest says";
            Fault(ReleaseErrors.PackageFileDiffers, file, $"{file} {what}.", TakeAgain);
            return null;
        }

        _checked.Add(file);
        return bytes;
    }

    private byte[]? Read(string file, long maxLength)
    {
        string path = Path.Combine(_directory, file);
        try
        {
            if (new FileInfo(path).Length <= maxLength)
                return File.ReadAllBytes(path);
            Fault(ReleaseErrors.PackageFileDiffers, file, $"{file} is larger than the {new ByteSize(maxLength)} that it may have.", TakeAgain);
        }
        catch (Exception e) when (FileFaults.IsFileFault(e))
        {
            string reason = e is FileNotFoundException or DirectoryNotFoundException ? "is missing." : $"cannot be read: {e.Message}";
            Fault(ReleaseErrors.PackageFileUnreadable, file, $"{file} {reason}", TakeAgain);
        }

        return null;
    }

    private T? Check<T>(string file, Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (FotaException e)
        {
            Fault(e.Code, file, $"{file}: {e.Message}", e.Advice);
            return null;
        }
    }

    private void Fault(ErrorCode code, string file, string what, string advice) => _faults.Add(new Diagnostic(code, what, advice, file));
}
