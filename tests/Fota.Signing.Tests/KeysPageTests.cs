using System.Text.RegularExpressions;

namespace Fota.Signing.Tests;

/// <summary>What docs/keys.md shows is what the library does.</summary>
[Slow]
public sealed partial class KeysPageTests : FolderTests
{
    private static string Page { get; } = File.ReadAllText(Path.Combine(Root(), "docs", "keys.md"));

    [Fact]
    public void The_script_shown_signs()
    {
        string script = Write("sign.sh", Script().Match(Page).Groups["text"].Value);
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        VerificationKey key = VerificationKey.Load(TestKeys.PublicOf(TestKeys.Rsa3072));
        CommandSigner signer = new(SigningCommand.Parse($"./sign.sh {TestKeys.Rsa3072}"), key, Folder);
        Assert.Equal(384, signer.SignDigest(new byte[32]).Length);
    }

    [Fact]
    public void Every_macro_of_the_header_is_documented_and_no_other()
    {
        string header = CertificateHeader.Generate(
            [VerificationKey.Load(TestKeys.PublicOf(TestKeys.Rsa2048)), VerificationKey.Load(TestKeys.PublicOf(TestKeys.P256))]);
        string[] defined = [.. Definition().Matches(header).Select(match => Index().Replace(match.Groups["name"].Value, "_n")).Distinct()];
        string table = Page[Page.IndexOf("## update_certs.h", StringComparison.Ordinal)..];
        string[] documented = [.. Macro().Matches(table).Select(match => match.Groups["name"].Value).Distinct()];
        Assert.Equal(defined.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    private static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Fota.Build.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The tests do not run inside the source tree.");
        return folder;
    }

    [GeneratedRegex("```bash\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Script();

    [GeneratedRegex("#define (?<name>UPDATE_CERT_\\w+)")]
    private static partial Regex Definition();

    [GeneratedRegex("_[0-9]+$")]
    private static partial Regex Index();

    [GeneratedRegex("`(?<name>UPDATE_CERT_\\w+)`")]
    private static partial Regex Macro();
}
