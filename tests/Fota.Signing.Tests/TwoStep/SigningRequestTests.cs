using System.Security.Cryptography;
using System.Text;

namespace Fota.Signing.Tests;

public sealed class SigningRequestTests : FolderTests
{
    private static VerificationKey Key { get; } = VerificationKey.Load(TestKeys.PublicOf(TestKeys.Rsa2048));

    [Fact]
    public void A_build_leaves_a_request_and_another_machine_signs_it()
    {
        SigningRequest written = Request();
        string path = Write(SigningRequest.FileName, written.ToJson());
        SigningRequest read = SigningRequest.Read(path);
        Assert.Equal(written.Entries, read.Entries);
        Assert.Equal((written.Algorithm, written.KeyId), (read.Algorithm, read.KeyId));

        using KeyFileSigner signer = KeyFileSigner.Load(TestKeys.Rsa2048);
        IReadOnlyDictionary<string, byte[]> signatures = read.Sign(signer);
        Assert.Equal(["update.json.sig", "update.sig"], signatures.Keys.Order());
        read.RequireSignatures(Key, signatures);
    }

    [Fact]
    public void The_file_is_as_documented_and_the_same_on_each_machine()
    {
        string json = Encoding.UTF8.GetString(Request().ToJson());
        Assert.Equal(
            $$"""
            {
              "schema": 1,
              "product": "Lamp",
              "version": "1.2.0",
              "algorithm": "rsa-pkcs1-sha256",
              "keyId": "{{Key.KeyId}}",
              "entries": [
                {
                  "file": "update.bin",
                  "signatureFile": "update.sig",
                  "size": 3,
                  "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
                },
                {
                  "file": "update.json",
                  "signatureFile": "update.json.sig",
                  "size": 0,
                  "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
                }
              ]
            }

            """,
            json);
    }

    [Fact]
    public void Another_key_or_algorithm_is_refused()
    {
        SigningRequest request = Request();
        using KeyFileSigner other = KeyFileSigner.Load(TestKeys.Rsa2048Other);
        using KeyFileSigner pss = KeyFileSigner.Load(TestKeys.Rsa2048, algorithm: SignatureAlgorithm.RsaPssSha256);
        using KeyFileSigner ec = KeyFileSigner.Load(TestKeys.P256);
        Failure.Expect("FOTA2023", () => request.Sign(other));
        Failure.Expect("FOTA2023", () => request.Sign(pss));
        Failure.Expect("FOTA2010", () => request.Sign(ec));
    }

    [Fact]
    public void Missing_superfluous_and_wrong_signatures_are_refused()
    {
        SigningRequest request = Request();
        using KeyFileSigner signer = KeyFileSigner.Load(TestKeys.Rsa2048);
        Dictionary<string, byte[]> signatures = new(request.Sign(signer));
        Dictionary<string, byte[]> missing = new() { ["update.sig"] = signatures["update.sig"] };
        Dictionary<string, byte[]> superfluous = new(signatures) { ["x.sig"] = [1] };
        Failure.Expect("FOTA2023", () => request.RequireSignatures(Key, missing));
        Failure.Expect("FOTA2023", () => request.RequireSignatures(Key, superfluous));
        (signatures["update.sig"], signatures["update.json.sig"]) = (signatures["update.json.sig"], signatures["update.sig"]);
        Failure.Expect("FOTA2018", () => request.RequireSignatures(Key, signatures));
    }

    [Theory]
    [InlineData("\"schema\": 1", "\"schema\": 0")]
    [InlineData("\"schema\": 1", "\"schema\": \"1\"")]
    [InlineData("\"schema\": 1,", "")]
    [InlineData("\"schema\": 1,", "\"schema\": 1, \"schema\": 1,")]
    [InlineData("\"schema\": 1,", "\"schema\": 1, \"extra\": 1,")]
    [InlineData("\"size\": 3,", "")]
    [InlineData("\"size\": 3", "\"size\": 3, \"size\": 3")]
    [InlineData("\"size\": 3", "\"size\": -3")]
    [InlineData("\"size\": 3", "\"size\": 3.5")]
    [InlineData("\"size\": 3", "\"size\": 1e99")]
    [InlineData("\"size\": 3", "\"size\": null")]
    [InlineData("Lamp", "")]
    [InlineData("Lamp", "Lamp\\nDoor")]
    [InlineData("1.2.0", "\\u001b[2J")]
    [InlineData("rsa-pkcs1-sha256", "rsa-md5")]
    [InlineData("update.sig", "../update.sig")]
    [InlineData("update.sig", "a\\\\b")]
    [InlineData("update.sig", "/etc/passwd")]
    [InlineData("update.sig", "..")]
    [InlineData("update.sig", "")]
    [InlineData("update.sig", "a\\u0000b")]
    [InlineData("update.sig", "a\\ud800")]
    [InlineData("update.sig", "update.bin")]
    [InlineData("update.sig", "UPDATE.JSON")]
    [InlineData("update.sig", "update.key")]
    [InlineData("update.sig", "other.sig")]
    [InlineData("ba7816", "BA7816")]
    [InlineData("ba7816", "ba781")]
    [InlineData("ba7816", "zz7816")]
    [InlineData("\"entries\": [", "// comment\n\"entries\": [")]
    [InlineData("  ]\n}", "  ],\n}")]
    [InlineData("  ]\n}", "  ]\n} {}")]
    [InlineData("  ]\n}", "")]
    public void Anything_but_what_a_build_writes_is_refused(string good, string bad)
    {
        string json = Encoding.UTF8.GetString(Request().ToJson());
        int at = json.IndexOf(good, StringComparison.Ordinal);
        string changed = json.Remove(at, good.Length).Insert(at, bad);
        Failure.Expect("FOTA2020", () => SigningRequest.Parse(Encoding.UTF8.GetBytes(changed), "update.tbs.json"));
    }

    [Fact]
    public void A_file_that_is_named_twice_is_refused()
    {
        string json = Encoding.UTF8.GetString(Request().ToJson());
        string entry = json[json.IndexOf("    {\n", StringComparison.Ordinal)..(json.IndexOf("    },\n", StringComparison.Ordinal) + 7)];
        string twice = json.Insert(json.IndexOf(entry, StringComparison.Ordinal), entry);
        Assert.Contains("twice", Failure.Expect("FOTA2020", () => SigningRequest.Parse(Encoding.UTF8.GetBytes(twice), "update.tbs.json")).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"schema\":1,\"algorithm\":1,\"keyId\":[],\"entries\":{}}")]
    [InlineData("[[[[[[[[[[")]
    public void Other_json_is_refused(string json) =>
        Failure.Expect("FOTA2020", () => SigningRequest.Parse(Encoding.UTF8.GetBytes(json), "update.tbs.json"));

    [Fact]
    public void A_newer_version_is_told_from_damage()
    {
        Failure.Expect("FOTA2021", () => SigningRequest.Parse("{\"schema\":2,\"files\":[]}"u8.ToArray(), "update.tbs.json"));
        Failure.Expect("FOTA2019", () => SigningRequest.Read(At("absent")));
        Failure.Expect("FOTA2020", () => SigningRequest.Read(Write("large", new byte[2 * 1024 * 1024])));
    }

    private static SigningRequest Request() => new("Lamp", "1.2.0", SignatureAlgorithm.RsaPkcs1Sha256, Key.KeyId,
    [
        new SigningRequestEntry("update.bin", "update.sig", 3, Convert.ToHexStringLower(SHA256.HashData("abc"u8))),
        new SigningRequestEntry("update.json", "update.json.sig", 0, Convert.ToHexStringLower(SHA256.HashData([]))),
    ]);
}
