using System.Diagnostics;
using Fota.Errors;
using Fota.Release.Images;
using Fota.Release.Packaging;
using Fota.Release.Store;
using Fota.Release.Tests.Support;
using Fota.Signing;

namespace Fota.Release.Tests;

/// <summary>What <c>fota bases verify</c> promises: an archive that it calls whole is the one that was written.</summary>
public sealed class ArchiveVerificationTests : IDisposable
{
    private readonly Workshop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public void A_product_file_that_is_gone_is_named()
    {
        _shop.Release("1.0.0");
        string file = Find("product.json");
        File.Delete(file);

        Assert.Equal(file, Fault(ReleaseErrors.ArchiveNotAccessible).File);
    }

    [Theory]
    [InlineData("1.0.0.json.bak")]
    [InlineData("1.0.1.json")]
    [InlineData("one.json")]
    public void A_release_file_that_was_renamed_is_named(string name)
    {
        _shop.Release("1.0.0");
        string file = Find("1.0.0.json");
        string renamed = Path.Combine(Path.GetDirectoryName(file)!, name);
        File.Move(file, renamed);

        Assert.Equal(renamed, Fault(ReleaseErrors.ArchiveDamaged).File);
    }

    [Fact]
    public void A_copy_of_a_product_folder_is_named()
    {
        _shop.Release("1.0.0");
        string folder = Path.GetDirectoryName(Find("product.json"))!;
        string copy = folder + "-copy";
        foreach (string file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(copy, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        Assert.Equal(copy, Fault(ReleaseErrors.ArchiveDamaged).File);
    }

    [Theory]
    [InlineData("archive/notes.txt")]
    [InlineData("archive/products/notes.txt")]
    [InlineData("PRODUCT/notes.txt")]
    [InlineData("PRODUCT/images/0000.bin")]
    [InlineData("PRODUCT/releases/.1.0.1.json")]
    public void A_file_that_does_not_belong_is_named(string place)
    {
        _shop.Release("1.0.0");
        string file = place.StartsWith("archive", StringComparison.Ordinal)
            ? Path.Combine(_shop.Root, place)
            : Path.Combine(Path.GetDirectoryName(Find("product.json"))!, place["PRODUCT/".Length..]);
        File.WriteAllText(file, "x");

        Assert.Equal(file, Fault(ReleaseErrors.ArchiveDamaged).File);
    }

    [Fact]
    public void A_base_and_its_description_that_were_replaced_together_are_found_by_the_signature()
    {
        ArchivedImage genuine = ReleaseSigned("1.0.0");
        Assert.Empty(_shop.Archive.Verify([TestKeys.FirstPublic]).Faults);
        byte[] forged = TestFirmware.Image("1.0.0", change: 77);
        string description = Find("1.0.0.json");
        File.WriteAllText(description, File.ReadAllText(description).Replace(
            genuine.Digest.ToString(), Sha256Digest.Of(forged).ToString(), StringComparison.Ordinal));
        string image = Find("*.bin");
        File.WriteAllBytes(image.Replace(genuine.Digest.ToString(), Sha256Digest.Of(forged).ToString(), StringComparison.Ordinal), forged);
        File.Delete(image);

        Assert.Empty(_shop.Archive.Verify().Faults);
        Diagnostic fault = Assert.Single(_shop.Archive.Verify([TestKeys.FirstPublic]).Faults);
        Assert.Equal((SigningErrors.SignatureInvalid, description), (fault.Code, fault.File));
    }

    [Fact]
    public void A_genuine_image_under_another_version_is_found_by_its_info_record()
    {
        ReleaseSigned("1.0.0");
        string description = Find("1.0.0.json");
        string other = description.Replace("1.0.0.json", "1.0.1.json", StringComparison.Ordinal);
        File.WriteAllText(other, File.ReadAllText(description).Replace("\"1.0.0\"", "\"1.0.1\"", StringComparison.Ordinal));

        Assert.Equal(ReleaseErrors.ImageVersionDiffers, Assert.Single(_shop.Archive.Verify([TestKeys.FirstPublic]).Faults).Code);
    }

    [Fact]
    public void A_release_in_the_folder_of_another_product_is_named()
    {
        ReleaseSigned("1.0.0");
        string description = Find("1.0.0.json");
        string image = Directory.GetFiles(_shop.ArchiveDirectory, "*.bin", SearchOption.AllDirectories).Single();
        var other = Product.Parse("another");
        byte[] bytes = TestFirmware.Image("2.0.0", change: 2, product: other.Name);
        _shop.Archive.Promote(other, FirmwareVersion.Parse("2.0.0"), new FirmwareImage(bytes));
        string moved = Path.Combine(Path.GetDirectoryName(Find("2.0.0.json"))!, "1.0.0.json");
        string images = Path.GetDirectoryName(Find(Sha256Digest.Of(bytes) + ".bin"))!;
        File.Copy(description, moved);
        File.Copy(image, Path.Combine(images, Path.GetFileName(image)));

        Diagnostic fault = Assert.Single(_shop.Archive.Verify([TestKeys.FirstPublic]).Faults);

        Assert.Equal((ReleaseErrors.ArchiveDamaged, moved), (fault.Code, fault.File));
    }

    [Fact]
    public void A_signature_by_a_key_that_nobody_gave_is_named_and_a_release_without_one_is_listed()
    {
        ReleaseSigned("1.0.0");
        _shop.Release("1.1.0");

        ArchiveReport report = _shop.Archive.Verify([VerificationKey.Load(TestKeys.Other.Public)]);

        Assert.Equal(ReleaseErrors.SignerUnknown, Assert.Single(report.Faults).Code);
        Assert.Equal("1.1.0", Assert.Single(report.Unproven).Version.ToString());
        Assert.Equal(2, _shop.Archive.Verify().Unproven.Count);
    }

    [Theory]
    [InlineData("1.0.0.json")]
    [InlineData("product.json")]
    [InlineData("archive.json")]
    [InlineData("*.bin")]
    public void A_pipe_in_the_place_of_a_file_is_named_and_not_waited_for(string pattern)
    {
        _shop.Release("1.0.0");
        string file = Find(pattern);
        File.Delete(file);
        using (Process mkfifo = Process.Start("mkfifo", [file]))
            mkfifo.WaitForExit();

        // Whoever opened the pipe would wait for a writer that never comes.
        FotaException? refused = Record.Exception(() => _shop.Archive.Verify().Faults.ToList().ForEach(
            fault => throw new FotaException(fault.Code, fault.What, fault.Advice) { File = fault.File })) as FotaException;

        Assert.NotNull(refused);
        Assert.Equal(file, refused.File);
        Assert.Contains("pipe", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_end_is_read_no_further_than_it_may_be_long()
    {
        _shop.Release("1.0.0");
        string file = Find("*.bin");
        File.Delete(file);
        File.CreateSymbolicLink(file, "/dev/zero");
        Assert.Equal(ReleaseErrors.ArchivedImageDamaged, Fault(ReleaseErrors.ArchivedImageDamaged).Code);

        string description = Find("1.0.0.json");
        using (FileStream stream = File.OpenWrite(description))
            stream.SetLength(1L << 40);
        Assert.Equal(description, Fault(ReleaseErrors.ArchiveDamaged).File);
    }

    [Fact]
    public void What_cannot_be_cleared_away_after_a_release_does_not_undo_it()
    {
        _shop.Release("0.9.0");
        // Clearing away looks at what each release names; a link to itself cannot be read, whoever asks.
        string older = Find("0.9.0.json");
        File.Delete(older);
        File.CreateSymbolicLink(older, older);

        _shop.Release("1.0.0");

        Assert.NotNull(_shop.Archive.FindRelease(TestFirmware.Product, FirmwareVersion.Parse("1.0.0")));
    }

    private ArchivedImage ReleaseSigned(string version)
    {
        PackagingResult result = UpdatePackager.Package(_shop.Request(version, TestFirmware.Image(version)) with { Release = true });
        return result.Released!;
    }

    private string Find(string pattern) => Assert.Single(Directory.GetFiles(_shop.ArchiveDirectory, pattern, SearchOption.AllDirectories));

    private Diagnostic Fault(ErrorCode code) => Assert.Single(_shop.Archive.Verify().Faults, fault => fault.Code == code);
}
