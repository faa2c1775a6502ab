using Fota.Errors;
using Fota.Release.Settings;
using Fota.Signing;
using Microsoft.Build.Framework;

namespace Fota.Build;

/// <summary>
/// Creates a key pair for projects that opt in with <c>FotaDevelopmentKey</c>: samples, tutorials, trials. A product's key is
/// created by a person, with <c>fota keygen</c>, and kept; one that a build makes by the way is neither.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class CreateDevelopmentKey : SettingsTask
{
    /// <inheritdoc/>
    protected override void Run(ProjectSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (!settings.DevelopmentKey || settings.Signing.KeyFile is not { } keyFile)
            return;
        // Half of a pair is never completed: the other half may be what devices trust.
        if (File.Exists(keyFile) || settings.PublicKeyFiles.Any(File.Exists))
            return;
        if (settings.Release || settings.OnBuildServer)
        {
            throw new FotaException(
                BuildErrors.KeyNotCreated,
                $"There is no key {keyFile}, and none is created {(settings.Release ? "for a release" : "on a build server")}: nobody would keep it, and devices would trust it.",
                "Create the product's key pair once with fota keygen, and give the build its place in FotaSigningKey.");
        }

        Create(Path.GetDirectoryName(keyFile)!);
    }

    private void Create(string directory)
    {
        try
        {
            // The smallest allowed size: it is verified often on emulated devices, and protects nothing.
            KeyFiles files = KeyFiles.Create(directory, KeyType.Rsa2048);
            Log.LogMessage(
                MessageImportance.High,
                "Created {0}, a key for development only: it is unencrypted, and its loss cuts off the devices that trust it.",
                files.PrivateKey);
        }
        catch (FotaException e) when (e.Code == SigningErrors.KeyExists && BothFilesAppear(directory))
        {
            // Another build of this project was quicker.
        }
    }

    private static bool BothFilesAppear(string directory)
    {
        string publicKey = Path.Combine(directory, "update.pub");
        string privateKey = Path.Combine(directory, "update.key");
        return SpinWait.SpinUntil(() => File.Exists(publicKey) && File.Exists(privateKey), TimeSpan.FromSeconds(5));
    }
}
