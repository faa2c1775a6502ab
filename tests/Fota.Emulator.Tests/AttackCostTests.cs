using System.Globalization;
using Fota.Release.Container;

namespace Fota.Emulator.Tests;

/// <summary>What an attacker on the path costs a device that refuses: the figures are those of docs/device.md.</summary>
public class AttackCostTests
{
    /// <summary>The first sector of the download, which is forgotten, and a block for each of two marks.</summary>
    private const int Erases = 3;

    /// <summary>Two marks of the bootloader, of 32 bytes each.</summary>
    private const int ProgrammedBytes = 64;

    private static readonly byte[] s_old = Firmware.ForOtherHardware("1.1.0", 32 * 1024);
    private static readonly byte[] s_new = Firmware.ForOtherHardware("1.2.0", 32 * 1024);

    /// <summary>The instructions beyond those of starting the old image twice; a signature check is some 2.5 million.</summary>
    [Theory]
    [InlineData("replay of the update that runs", "same-image", 1_000_000)]
    [InlineData("a genuine older image", "older-version", 1_000_000)]
    [InlineData("a crafted header", "bad-signature", 4_000_000)]
    [InlineData("a key that is not trusted", "unknown-key", 1_000_000)]
    [InlineData("a genuine header with another payload", "wrong-payload", 6_000_000)]
    public async Task A_refused_update_erases_nothing_but_the_download_and_two_blocks_of_marks(string attack, string reason, long mostInstructions)
    {
        UpdateScenario scenario = new()
        {
            BaseImage = s_old,
            UpdateContainer = Make(attack).ToByteArray(),
            CertsHeader = UpdateKit.Certs,
        };

        EmulationResult result = await new DeviceEmulator(UpdateKit.Tools).RunAsync(scenario, TestContext.Current.CancellationToken);

        long instructions = result.InstructionsByPhase["check"] + (result.ChecksByPhase["verify"].Signatures * SignatureInstructions(result));
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{attack}: {result.Reason}, erases {result.Flash.Erases}, programmed {result.Flash.ProgrammedBytes}, instructions {instructions}"));
        Assert.Equal((EmulationOutcome.Refused, reason), (result.Outcome, result.Reason));
        Assert.Equal(Erases, result.Flash.Erases);
        Assert.Equal(ProgrammedBytes, result.Flash.ProgrammedBytes);
        Assert.InRange(instructions, 1, mostInstructions);
    }

    /// <summary>The phase also hashes the image that runs, twice: at each start.</summary>
    private static long SignatureInstructions(EmulationResult result) =>
        result.InstructionsByPhase["verify"] - (result.ChecksByPhase["verify"].Hashes * 41L * s_old.Length);

    private static UpdateContainer Make(string attack)
    {
        UpdateContainer update = UpdateKit.Update(s_old, s_new);
        switch (attack)
        {
            case "replay of the update that runs":
                return UpdateKit.Update(null, s_old);
            case "a genuine older image":
                return UpdateKit.Update(null, Firmware.ForOtherHardware("1.0.0", 32 * 1024));
            case "a crafted header":
                return update with { Header = update.Header with { SecurityCounter = 9 } };
            case "a key that is not trusted":
                return UpdateKit.Update(s_old, s_new, key: UpdateKit.OtherKey);
            default:
                byte[] payload = update.Payload.ToArray();
                payload[^1] ^= 1;
                return update with { Payload = payload };
        }
    }
}
