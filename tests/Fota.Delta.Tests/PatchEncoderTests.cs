namespace Fota.Delta.Tests;

public sealed class PatchEncoderTests
{
    [Theory]
    [InlineData(JojoDialect.V081)]
    [InlineData(JojoDialect.V085)]
    public void A_patch_turns_the_old_image_into_the_new_one(JojoDialect dialect)
    {
        var random = new Random(1);
        for (int round = 0; round < 200; round++)
        {
            byte[] source = new byte[random.Next(300)];
            random.NextBytes(source);
            byte[] target = [.. source, .. new byte[random.Next(20)]];
            for (int edit = random.Next(8); edit > 0 && target.Length > 0; edit--)
                target[random.Next(target.Length)] = (byte)(0xA0 + random.Next(9));
            byte[] patch = PatchEncoder.Encode(
                source, target, new() { Dialect = dialect }, cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(target, Patcher.Apply(source, patch, new() { Dialect = dialect }));
        }
    }
}
