using Fota.Errors;
using Fota.Release.Packaging;
using Fota.Release.Planning;
using Fota.Release.Tests.Support;

namespace Fota.Release.Tests;

/// <summary>Which releases patches are made from.</summary>
public sealed class BaseSelectionTests : IDisposable
{
    private readonly Workshop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Theory]
    [InlineData("", "1.5.0")]
    [InlineData("1.0.0", "1.0.0")]
    [InlineData("1.0.0;1.2.0", "1.2.0 1.0.0")]
    [InlineData(" 1.2.0 ; 1.0 ;", "1.2.0 1.0.0")]
    [InlineData("[1.0.0,1.5.0)", "1.5.0-rc.1 1.2.0 1.0.0")]
    [InlineData("(1.0.0,]", "1.5.0 1.5.0-rc.1 1.2.0")]
    [InlineData("[1.0.0];[1.5.0]", "1.5.0 1.0.0")]
    [InlineData("[3.0.0,)", "")]
    public void Bases_are_chosen_by_list_or_range_newest_first_and_below_the_version(string selection, string expected)
    {
        _shop.Release("1.0.0", "1.2.0", "1.5.0-rc.1", "1.5.0", "2.5.0");

        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), Bases(selection));
    }

    [Theory]
    [InlineData("latest;1.0.0")]
    [InlineData("1.*")]
    [InlineData("[1.0.0")]
    [InlineData("[1.*,)")]
    [InlineData("1.0.0,1.1.0")]
    public void What_is_neither_list_nor_range_is_refused(string selection) =>
        Assert.Equal(ReleaseErrors.BaseVersionsInvalid, Assert.Throws<FotaException>(() => BaseSelection.Parse(selection)).Code);

    [Fact]
    public void A_listed_version_that_is_not_below_is_refused()
    {
        _shop.Release("1.0.0", "2.5.0");

        Assert.Equal(ReleaseErrors.BaseNotBelow, Assert.Throws<FotaException>(() => Bases("1.0.0;2.5.0")).Code);
    }

    [Fact]
    public void A_listed_version_that_the_archive_lacks_is_a_warning_with_its_number()
    {
        _shop.Release("1.0.0");
        PackagingRequest request = _shop.Request("2.0.0", TestFirmware.Image("2.0.0", change: 3));

        PackagingResult result = UpdatePackager.Package(request with { Bases = BaseSelection.Parse("1.0.0;1.7.0") });

        Diagnostic warning = Assert.Single(result.Warnings);
        Assert.Equal(ReleaseErrors.BaseMissing, warning.Code);
        Assert.Contains("1.7.0", warning.What, StringComparison.Ordinal);
        Assert.Single(result.Patches);
    }

    [Fact]
    public void A_build_under_a_released_version_with_other_bits_is_warned_of()
    {
        _shop.Release("1.0.0");

        PackagingResult result = _shop.Build("1.0.0", TestFirmware.Image("1.0.0", change: 3));

        Assert.Contains(result.Warnings, warning => warning.Code == ReleaseErrors.BuildOfReleasedVersion);
    }

    [Fact]
    public void A_release_build_never_takes_the_previous_build_as_base()
    {
        _shop.Build("0.9.0", TestFirmware.Image("0.9.0"));

        PackagingResult result = UpdatePackager.Package(
            _shop.Request("1.0.0", TestFirmware.Image("1.0.0", change: 3)) with { Release = true });

        Assert.Empty(result.Patches);
        Assert.Equal("1.0.0", result.Released!.Version.ToString());
    }

    private IEnumerable<string> Bases(string selection)
    {
        PackagingRequest request = _shop.Request("2.0.0", TestFirmware.Image("2.0.0", change: 3));
        PackagingResult result = UpdatePackager.Package(request with { Bases = BaseSelection.Parse(selection) });
        return result.Patches.Select(patch => patch.Base.Version.ToString());
    }
}
