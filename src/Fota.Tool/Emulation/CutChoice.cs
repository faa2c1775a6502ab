using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Fota.Emulator;
using Fota.Errors;

namespace Fota.Tool.Emulation;

/// <summary>What <c>--cut</c> asks for: the power goes at every flash operation, at some that are drawn, or at one.</summary>
internal sealed class CutChoice
{
    private const string Drawn = "random:";

    private readonly int? _operation;
    private readonly int? _draws;

    private CutChoice(int? operation, int? draws)
    {
        _operation = operation;
        _draws = draws;
    }

    /// <summary>Whether every operation is cut.</summary>
    public bool IsEvery => _operation is null && _draws is null;

    /// <summary>Reads the option.</summary>
    /// <exception cref="FotaException">It says something else.</exception>
    public static CutChoice Parse(string text)
    {
        if (text == "every")
            return new CutChoice(null, null);
        bool isDrawn = text.StartsWith(Drawn, StringComparison.Ordinal);
        if (int.TryParse(text.AsSpan(isDrawn ? Drawn.Length : 0), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0)
            return isDrawn ? new CutChoice(null, number) : new CutChoice(number, null);
        throw new FotaException(
            ToolErrors.CommandLine, $"The power cannot be cut at '{text}'.", "Give --cut every, random:N, or the number of a flash operation, from 1.");
    }

    /// <summary>The cuts of an update with so many operations. What is drawn depends on the update alone, so that a run can be repeated.</summary>
    /// <exception cref="FotaException">The update has no such operation.</exception>
    public IEnumerable<PowerCut> Among(int operations, ReadOnlySpan<byte> update)
    {
        if (_operation > operations)
            throw new FotaException(
                ToolErrors.CommandLine,
                $"The update has {operations} flash operations, and no operation {_operation}.",
                $"Give --cut 1 to {operations}, or every.");
        CutMode[] endings = Enum.GetValues<CutMode>();
        PowerCut[] all =
        [
            .. Enumerable.Range(_operation ?? 1, _operation is null ? operations : 1)
                .SelectMany(_ => endings, (at, ending) => new PowerCut(at, ending)),
        ];
        if (_draws is not { } count)
            return all;
        new Random(BinaryPrimitives.ReadInt32LittleEndian(SHA256.HashData(update))).Shuffle(all);
        return all.Take(count);
    }
}
