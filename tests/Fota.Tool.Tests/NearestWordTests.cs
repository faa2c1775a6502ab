using Fota.Errors;

namespace Fota.Tool.Tests;

public class NearestWordTests
{
    private static readonly string[] s_words = ["diff", "patch", "inspect", "--format", "--force"];

    [Theory]
    [InlineData("dif", "diff")]
    [InlineData("pacth", "patch")]
    [InlineData("--fromat", "--format")]
    [InlineData("inpsect", "inspect")]
    public void A_typing_error_finds_its_word(string typed, string meant) => Assert.Equal(meant, NearestWord.Of(typed, s_words));

    [Theory]
    [InlineData("zebra")]
    [InlineData("--verbose")]
    public void An_unrelated_word_finds_none(string typed) => Assert.Null(NearestWord.Of(typed, s_words));
}
