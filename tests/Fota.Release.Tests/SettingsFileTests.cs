using System.Text.Json;
using Fota.Errors;
using Fota.Release.Bases;
using Fota.Release.Settings;

namespace Fota.Release.Tests;

/// <summary>fota.json: the settings of firmware that no MSBuild project builds.</summary>
public sealed class SettingsFileTests : IDisposable
{
    private const string Least = """ "FotaProduct": "Thermostat", "FotaVersion": "1.0.0", "FotaImage": "build/app.bin" """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_the_file_does_not_say_is_beside_it()
    {
        ProjectSettings settings = Read("{" + Least + "}");

        Assert.Equal(("Thermostat", "1.0.0"), (settings.Product.Name, settings.Version.ToString()));
        Assert.Equal(_folder["build", "app.bin"], settings.ImageFile);
        Assert.Equal(_folder["fota"], settings.OutputDirectory);
        Assert.Equal(_folder["fota", "include"], settings.HeaderDirectory);
        Assert.Equal(_folder[".fota"], settings.ArchiveDirectory);
        Assert.False(settings.OnBuildServer);
    }

    [Fact]
    public void Values_are_texts_numbers_flags_and_lists()
    {
        ProjectSettings settings = Read("{" + Least + """, "FotaSecurityCounter": 3, "FotaRelease": true, "FotaPublicKey": ["a.pub", "b.pub"] }""");

        Assert.Equal((3u, true), (settings.SecurityCounter, settings.Release));
        Assert.Equal([_folder["a.pub"], _folder["b.pub"]], settings.PublicKeyFiles);
    }

    [Fact]
    public void A_command_line_stands_over_the_file_and_the_environment_says_where_it_builds()
    {
        ProjectSettings settings = Read(
            "{" + Least + "}", new() { ["FotaVersion"] = "1.4.0" }, name => name == "CI" ? "true" : null);

        Assert.Equal(("1.4.0", true), (settings.Version.ToString(), settings.OnBuildServer));
    }

    [Fact]
    public void Bases_are_files_relative_to_the_settings()
    {
        string digest = new('a', 64);

        ProjectSettings settings = Read("{" + Least + ", \"FotaBase\": [\"0.9.0 " + digest + " old/app 0.9.bin\"] }");

        BaseFile file = Assert.Single(settings.Request("test", null).Origins.Files);
        Assert.Equal(("0.9.0", digest, _folder["old", "app 0.9.bin"]), (file.Version.ToString(), file.Digest.ToString(), file.Path));
    }

    [Theory]
    [InlineData("", "FOTA6012", "not JSON")]
    [InlineData("[]", "FOTA6012", "no object")]
    [InlineData("{ \"FotaProduct\": { } }", "FOTA6012", "FotaProduct is no text")]
    [InlineData("{ \"FotaProduct\": \"a\", \"FOTAPRODUCT\": \"b\" }", "FOTA6012", "twice")]
    [InlineData("{ \"FotaRequireBse\": true }", "FOTA6007", "FotaRequireBse")]
    [InlineData("{ \"FotaAfterImageTargets\": \"Link\" }", "FOTA6007", "FotaAfterImageTargets")]
    [InlineData("{ \"FotaVersion\": \"1.0.0\" }", "FOTA6003", "FotaProduct is empty")]
    [InlineData("{ \"FotaProduct\": \"a\", \"FotaVersion\": \"1.0.0\", \"FotaRelease\": \"yes\" }", "FOTA6003", "FotaRelease")]
    public void What_cannot_be_meant_is_refused(string text, string code, string what)
    {
        FotaException refused = Assert.Throws<FotaException>(() => Read(text));

        Assert.Equal(code, refused.Code.Id);
        Assert.Contains(what, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_of_the_command_line_that_is_none_is_refused_with_the_nearest()
    {
        FotaException refused = Assert.Throws<FotaException>(() => Read("{" + Least + "}", new() { ["FotaVersoin"] = "1.4.0" }));

        Assert.Equal(SettingErrors.NameUnknown, refused.Code);
        Assert.Contains("FotaVersion", refused.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void The_folder_of_packages_is_looked_for_only_where_bases_are_taken_from_them()
    {
        Read("{" + Least + "}");
        ProjectSettings archive = SettingsFile.Read(_folder[SettingsFile.Name], new Dictionary<string, string>(), _ => null, () => throw new InvalidOperationException());
        ProjectSettings packages = SettingsFile.Read(
            _folder[SettingsFile.Name], new Dictionary<string, string> { ["FotaBasesFrom"] = "packages" }, _ => null, () => _folder["packages"]);

        Assert.Null(archive.Origins.Packages);
        Assert.Equal([_folder["packages"]], packages.Origins.Packages!.Folders);
    }

    [Fact]
    public void The_schema_has_the_names_of_the_code()
    {
        using JsonDocument schema = JsonDocument.Parse(Repository.Read("docs", "schema", "fota-1.json"));

        Assert.Equal(
            ["$schema", .. SettingsFile.Settings.Select(setting => setting.Name)],
            schema.RootElement.GetProperty("properties").EnumerateObject().Select(property => property.Name));
        Assert.All(SettingsFile.Settings, setting => Assert.Equal(
            setting.Meaning, schema.RootElement.GetProperty("properties").GetProperty(setting.Name).GetProperty("description").GetString()));
    }

    private ProjectSettings Read(string text, Dictionary<string, string>? overrides = null, Func<string, string?>? environment = null)
    {
        File.WriteAllText(_folder[SettingsFile.Name], text);
        return SettingsFile.Read(_folder[SettingsFile.Name], overrides ?? [], environment ?? (_ => null));
    }
}
