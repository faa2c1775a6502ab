using System.CommandLine;
using System.Numerics;
using Fota.Delta;
using Fota.Delta.Compact;
using Fota.Errors;
using Fota.Release.Images;

namespace Fota.Tool.CommandLine;

/// <summary>The options of commands that make a patch.</summary>
internal sealed class PatchOptions
{
    private readonly Option<string> _format = CommonOptions.Format("What the device's decoder reads; jojodiff-0.8.1 for JANPatch before November 2024");
    private readonly Option<string?> _memory = new("--memory") { Description = "compact: the RAM that the device's decoder may take, its stack included (default: 4608 bytes)", HelpName = "SIZE" };
    private readonly Option<string?> _segment = new("--segment") { Description = "compact: what a device does again after an interruption (default: 64KB)", HelpName = "SIZE" };
    private readonly Option<string?> _effort = new("--effort") { Description = "compact: most takes twice as long, for about 0.3 % less (default: normal)", HelpName = "EFFORT" };

    public PatchOptions() => _effort.AcceptOnlyFromAmong([.. CompactEfforts.Names]);

    public void AddTo(Command command)
    {
        command.Add(_format);
        command.Add(_memory);
        command.Add(_segment);
        command.Add(_effort);
    }

    /// <summary>What was asked for.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="baseAddress">The link address of the old image; null if it is to be inferred.</param>
    /// <exception cref="FotaException">An option has a value that cannot be, or does not belong to the format.</exception>
    public PatchEncoderOptions Read(ParseResult arguments, uint? baseAddress = null)
    {
        PatchFormat wanted = arguments.FormatOf(_format);
        string? memoryText = arguments.GetValue(_memory), segmentText = arguments.GetValue(_segment), effortText = arguments.GetValue(_effort);
        if (wanted != PatchFormat.Compact && (memoryText ?? segmentText ?? effortText) is not null)
        {
            throw new FotaException(
                ToolErrors.CommandLine, $"--memory, --segment and --effort are for compact patches, and this one is {wanted.Name()}.", "Leave them out, or add --format compact.");
        }

        CompactOptions options = CompactOptions.Default with { BaseAddress = baseAddress };
        if (memoryText is not null)
            options = options with { Memory = (int)Within(ByteSize.Parse(memoryText), _memory.Name, CompactOptions.MinMemory, CompactOptions.MaxMemory) };
        if (segmentText is not null)
        {
            long size = Within(ByteSize.Parse(segmentText), _segment.Name, CompactOptions.MinSegmentSize, CompactOptions.MaxSegmentSize);
            if (!CompactOptions.IsSegmentSize(size))
                throw new FotaException(ToolErrors.CommandLine, $"{_segment.Name} has {size} bytes, which is no power of 2.", $"Give {BitOperations.RoundUpToPowerOf2((ulong)size)}, for example.");
            options = options with { SegmentSize = (int)size };
        }

        if (effortText is not null && CompactEfforts.TryParse(effortText, out CompactEffort parsed))
            options = options with { Effort = parsed };
        return new PatchEncoderOptions { Format = wanted, Compact = options };
    }

    private static long Within(ByteSize size, string option, int least, int most) => size.Bytes >= least && size.Bytes <= most
        ? size.Bytes
        : throw new FotaException(ToolErrors.CommandLine, $"{option} has {size}.", $"Give {least:N0} to {most:N0} bytes.");
}
