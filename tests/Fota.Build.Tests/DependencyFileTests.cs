namespace Fota.Build.Tests;

/// <summary>Dependency files as compilers write them.</summary>
public sealed class DependencyFileTests
{
    [Theory]
    [InlineData("main.o: main.c board.h\n", "main.c|board.h")]
    [InlineData("main.o: main.c \\\n  board.h \\\n  /usr/include/stdio.h\n", "main.c|board.h|/usr/include/stdio.h")]
    [InlineData("main.o: main.c \\\r\n board.h\r\n", "main.c|board.h")]
    [InlineData("main.o: my\\ board.h a\\#b.h $$x.h\n", "my board.h|a#b.h|$x.h")]
    [InlineData("C:\\obj\\main.o: C:\\src\\main.c\n", "C:\\src\\main.c")]
    [InlineData("main.o: main.c a.h\n\na.h:\n", "main.c|a.h")]
    [InlineData("main.o:\\\n größe.h\n", "größe.h")]
    [InlineData("", "")]
    [InlineData("main.o:", "")]
    public void Names_all_that_the_first_rule_depends_on(string text, string expected) =>
        Assert.Equal(expected.Split('|', StringSplitOptions.RemoveEmptyEntries), DependencyFile.Prerequisites(text));
}
