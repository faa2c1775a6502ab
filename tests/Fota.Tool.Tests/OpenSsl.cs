using CliWrap;
using CliWrap.Buffered;

namespace Fota.Tool.Tests;

/// <summary>The real openssl, as the judge of keys and signatures.</summary>
internal static class OpenSsl
{
    public static Task<BufferedCommandResult> RunAsync(params string[] arguments) =>
        Cli.Wrap("openssl").WithArguments(arguments).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
}
