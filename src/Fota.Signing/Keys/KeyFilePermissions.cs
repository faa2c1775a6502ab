using Fota.Errors;

namespace Fota.Signing;

/// <summary>Who may read a private key file.</summary>
internal static class KeyFilePermissions
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>
    /// A warning if group or world can read the file. Windows is not examined: a file there inherits the access list of its folder,
    /// which for a user's profile names the user and the administrators only.
    /// </summary>
    internal static Diagnostic? Check(KeyFile file) => file.Mode is not { } mode || (mode & Others) == 0
        ? null
        : new Diagnostic(
            SigningErrors.KeyExposed,
            $"The private key {file.Name} can be read by others than its owner (mode {Convert.ToString((int)mode, 8)}).",
            $"Run `chmod 600 {file.Name}`, and change the key if others could log in to this machine.");
}
