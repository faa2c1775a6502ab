using System.ComponentModel;
using CliWrap;
using CliWrap.Buffered;

namespace Fota.Tool.Explain;

/// <summary>Makes C++ names readable with the toolchain's own c++filt; without one, names stay as they are.</summary>
internal static class Demangler
{
    private static readonly string[] s_filters = ["arm-none-eabi-c++filt", "c++filt", "llvm-cxxfilt"];

    /// <summary>Demangles those of the names that are C++.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        if (!names.Any(name => name.StartsWith("_Z", StringComparison.Ordinal)))
            return names;
        foreach (string filter in s_filters)
        {
            try
            {
                BufferedCommandResult result = await Cli.Wrap(filter)
                    .WithStandardInputPipe(PipeSource.FromString(string.Join('\n', names) + "\n"))
                    .ExecuteBufferedAsync(cancellationToken);
                string[] readable = result.StandardOutput.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
                if (readable.Length == names.Count)
                    return readable;
            }
            catch (Exception failure) when (failure is Win32Exception or CliWrap.Exceptions.CliWrapException)
            {
                // Not installed, or not able to: the next one may be.
            }
        }

        return names;
    }
}
