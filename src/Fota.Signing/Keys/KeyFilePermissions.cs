namespace Fota.Signing;

/// <summary>Who may read a private key file.</summary>
internal static class KeyFilePermissions
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>
    /// A warning if group or world can read the file. Windows is not examined: a file there inherits the access list of its folder,
    /// which for a user's profile names the user and the administrators only.
    /// </summary>
    internal static SigningWarning? Check(string path)
    {
        if (OperatingSystem.IsWindows())
            return null;
        UnixFileMode mode = File.GetUnixFileMode(path);
        return (mode & Others) == 0
            ? null
            : new SigningWarning(
                SigningErrors.KeyExposed,
                $"The private key {path} can be read by others than its owner (mode {Convert.ToString((int)mode, 8)}).",
                $"Run `chmod 600 {path}`, and change the key if others could log in to this machine.");
    }
}
