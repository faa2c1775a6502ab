using System.Text;
using Fota.Errors;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Release.Packaging;
using Fota.Release.Planning;
using Fota.Release.Tests.Support;
using NJsonSchema;

namespace Fota.Release.Tests;

/// <summary>The manifest: one form, one schema, and nothing else is read.</summary>
public sealed class ManifestTests : IDisposable
{
    private readonly Workshop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task Every_kind_of_manifest_made_is_valid_by_the_published_schema()
    {
        JsonSchema schema = await JsonSchema.FromFileAsync(SchemaPath, TestContext.Current.CancellationToken);
        foreach (byte[] manifest in ManifestsOfEachKind())
            Assert.Empty(schema.Validate(Encoding.UTF8.GetString(manifest)));
    }

    [Fact]
    public async Task The_schema_refuses_what_the_reader_refuses()
    {
        JsonSchema schema = await JsonSchema.FromFileAsync(SchemaPath, TestContext.Current.CancellationToken);
        string text = Encoding.UTF8.GetString(PatchManifest());
        foreach ((string from, string to) in new[] { ("\"tool\"", "\"tools\""), ("update.diff", "../update.diff"), ("\"jojodiff-0.8.5\"", "\"jojodiff-0.9\"") })
            Assert.NotEmpty(schema.Validate(text.Replace(from, to, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_manifest_that_is_read_and_written_has_the_same_bytes()
    {
        foreach (byte[] manifest in ManifestsOfEachKind())
            Assert.Equal(manifest, UpdateManifest.Read(manifest).ToByteArray());
    }

    [Fact]
    public void The_manifest_names_size_and_digest_of_each_file()
    {
        UpdateManifest manifest = UpdateManifest.Read(PatchManifest());

        ManifestPatch patch = Assert.Single(manifest.Patches);
        Assert.Equal(Sha256Digest.Of(_shop.ReadOutput(patch.File)), patch.Digest);
        Assert.Equal(_shop.ReadOutput(patch.File).Length, patch.Size.Bytes);
        Assert.Equal(Sha256Digest.Of(_shop.ReadOutput("update.bin")), manifest.Image.Digest);
        Assert.Equal(TestKeys.FirstPublic.KeyId, manifest.Signature!.KeyId);
        Assert.Equal("1.0.0", patch.Base.Version.ToString());
    }

    [Theory]
    [InlineData("\"schemaVersion\": 1", "\"schemaVersion\": 2", "FOTA3051")]
    [InlineData("\"schemaVersion\": 1,", "", "FOTA3052")]
    [InlineData("\"product\": \"sensor-node\"", "\"product\": \"other\"", "FOTA3053")]
    [InlineData("\"product\": \"sensor-node\"", "\"product\": 7", "FOTA3052")]
    [InlineData("\"product\": \"sensor-node\"", "\"product\": \"\\ud800\"", "FOTA3052")]
    [InlineData("\"tool\": ", "\"tool\": \"x\", \"tool\": ", "FOTA3052")]
    [InlineData("\"tool\": ", "\"tools\": ", "FOTA3052")]
    [InlineData("\"version\": \"1.1.0\"", "\"version\": \"1.1\"", "FOTA3052")]
    [InlineData("\"version\": \"1.1.0\"", "\"version\": \"0.9.0\"", "FOTA3053")]
    [InlineData("\"complete\": true", "\"complete\": false", "FOTA3053")]
    [InlineData("\"file\": \"update.bin\"", "\"file\": \"../../etc/passwd\"", "FOTA3054")]
    [InlineData("\"file\": \"update.diff\"", "\"file\": \"/update.diff\"", "FOTA3054")]
    [InlineData("\"file\": \"update.diff\"", "\"file\": \"update.from-1.0.0.diff\"", "FOTA3054")]
    [InlineData("\"container\": \"update.fota\"", "\"container\": \"C:update.fota\"", "FOTA3054")]
    [InlineData("\"size\": 24576", "\"size\": 24576.5", "FOTA3052")]
    [InlineData("\"size\": 24576", "\"size\": -1", "FOTA3052")]
    [InlineData("\"size\": 24576", "\"size\": 10", "FOTA3053")]
    [InlineData("\"algorithm\": \"rsa-pkcs1-sha256\"", "\"algorithm\": \"none\"", "FOTA3052")]
    [InlineData("\"format\": \"jojodiff-0.8.5\"", "\"format\": \"jojodiff-0.8.9\"", "FOTA3052")]
    [InlineData("\"kind\": \"release\"", "\"kind\": \"Release\"", "FOTA3052")]
    [InlineData("  \"tool\"", "   \"tool\"", "FOTA3050")]
    [InlineData("\"patches\": [", "\"patches\": [ [],", "FOTA3052")]
    [InlineData("{", "{ // comment\n", "FOTA3050")]
    public void A_manifest_that_was_edited_is_refused(string from, string to, string code)
    {
        string text = Encoding.UTF8.GetString(PatchManifest());
        int at = text.IndexOf(from, StringComparison.Ordinal);
        Assert.True(at >= 0, "The manifest has no " + from);
        byte[] edited = Encoding.UTF8.GetBytes(text[..at] + to + text[(at + from.Length)..]);

        FotaException refused = Assert.Throws<FotaException>(() => UpdateManifest.Read(edited));

        Assert.Equal(code, refused.Code.Id);
    }

    [Fact]
    public void Whatever_is_done_to_a_manifest_the_reader_only_ever_refuses_it()
    {
        byte[] manifest = PatchManifest();
        var random = new Random(3);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] mutated = Mutation.Of(manifest, random);
            if (mutated.AsSpan().SequenceEqual(manifest))
                continue;
            try
            {
                UpdateManifest read = UpdateManifest.Read(mutated);
                Assert.Equal(mutated, read.ToByteArray());
            }
            catch (FotaException)
            {
                // Refused, as it should be.
            }
        }
    }

    [Fact]
    public void Deep_nesting_and_large_files_are_refused_at_once()
    {
        byte[] deep = Encoding.UTF8.GetBytes(new string('[', 100_000));
        Assert.Equal("FOTA3050", Assert.Throws<FotaException>(() => UpdateManifest.Read(deep)).Code.Id);
        Assert.Equal("FOTA3050", Assert.Throws<FotaException>(() => UpdateManifest.Read(new byte[2 << 20])).Code.Id);
        Assert.Equal("FOTA3050", Assert.Throws<FotaException>(() => UpdateManifest.Read(default)).Code.Id);
    }

    private static string SchemaPath => Path.Combine(Repository.Root, "docs", "schema", "update-1.json");

    private byte[] PatchManifest()
    {
        if (_shop.Archive.ReleasedVersions(TestFirmware.Product).Count == 0)
            _shop.Release("1.0.0");
        _shop.Build("1.1.0", TestFirmware.Image("1.1.0", change: 5));
        return _shop.ReadOutput("update.json");
    }

    private IEnumerable<byte[]> ManifestsOfEachKind()
    {
        _shop.Build("0.1.0", TestFirmware.Image("0.1.0"));
        yield return _shop.ReadOutput("update.json");
        _shop.Build("0.1.0", TestFirmware.Image("0.1.0", change: 1));
        yield return _shop.ReadOutput("update.json");
        _shop.Release("1.0.0-rc.1", "1.0.0");
        yield return PatchManifest();
        PackagingRequest request = _shop.Request("1.2.0", TestFirmware.Image("1.2.0", change: 6)) with
        {
            Bases = BaseSelection.Parse("[1.0.0-rc.1,1.2.0)"),
            SourceRevision = "0f3a \"quoted\" äöü <x>",
            Created = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000),
            Formats = [Delta.PatchFormat.JojoDiff081, Delta.PatchFormat.Compact],
        };
        UpdatePackager.Package(request);
        yield return _shop.ReadOutput("update.json");
        UpdatePackager.Package(request with { Signer = null });
        yield return _shop.ReadOutput("update.json");
    }
}
