using Fota.Errors;

namespace Fota.Release.Settings;

/// <summary>A project without keys is the first thing that a newcomer meets: the error says how to get them.</summary>
public static class KeyFileCheck
{
    /// <exception cref="FotaException">A file is missing (FOTA6004).</exception>
    public static void RequirePublicKeys(IReadOnlyList<string> files)
    {
        foreach (string file in files)
            Require("public", file, "FotaPublicKey");
    }

    /// <exception cref="FotaException">The file is missing (FOTA6004).</exception>
    public static void RequirePrivateKey(string file) => Require("private", file, "FotaSigningKey");

    private static void Require(string kind, string file, string property)
    {
        if (File.Exists(file))
            return;
        string folder = Path.GetDirectoryName(file)!;
        throw new FotaException(
            SettingErrors.KeyMissing,
            $"The {kind} key {file} does not exist.",
            $"Create a key pair with 'fota keygen \"{folder}\"', or set {property} to the file. docs/keys.md says where keys should live.")
        { File = file };
    }
}
