using Fota.Errors;
using Fota.Signing;
using Microsoft.Build.Framework;

namespace Fota.Build;

/// <summary>
/// Creates a key pair for projects that opt in with <c>FotaDevelopmentKey</c>: samples, tutorials, trials. A product's key is
/// created by a person, with <c>fota keygen</c>, and kept; one that a build makes by the way is neither.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class CreateDevelopmentKey : FotaTask
{
    /// <summary>The folder that gets <c>update.key</c> and <c>update.pub</c>.</summary>
    [Required]
    public string KeyDirectory { get; set; } = string.Empty;

    /// <inheritdoc/>
    protected override void Run()
    {
        try
        {
            // The smallest allowed size: it is verified often on emulated devices, and protects nothing.
            KeyFiles files = KeyFiles.Create(KeyDirectory, KeyType.Rsa2048);
            Log.LogMessage(
                MessageImportance.High,
                "Created {0}, a key for development only: it is unencrypted, and its loss cuts off the devices that trust it.",
                files.PrivateKey);
        }
        catch (FotaException e) when (e.Code == SigningErrors.KeyExists && BothFilesAppear())
        {
            // Another build of this project was quicker.
        }
    }

    private bool BothFilesAppear()
    {
        string publicKey = Path.Combine(KeyDirectory, "update.pub");
        string privateKey = Path.Combine(KeyDirectory, "update.key");
        return SpinWait.SpinUntil(() => File.Exists(publicKey) && File.Exists(privateKey), TimeSpan.FromSeconds(5));
    }
}
