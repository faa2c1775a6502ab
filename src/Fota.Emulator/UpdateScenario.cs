namespace Fota.Emulator;

/// <summary>What the emulated device goes through.</summary>
public sealed record UpdateScenario
{
    /// <summary>The image that the device runs, as it left the factory.</summary>
    public required ReadOnlyMemory<byte> BaseImage { get; init; }

    /// <summary>The <c>update.fota</c> that was downloaded to the device.</summary>
    public required ReadOnlyMemory<byte> UpdateContainer { get; init; }

    /// <summary>Path of the generated <c>update_certs.h</c> whose keys the device trusts.</summary>
    public required string CertsHeader { get; init; }

    /// <summary>The device.</summary>
    public DeviceProfile Device { get; init; } = new();

    /// <summary>How long the whole run may take on this machine, before it counts as hung.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The new version is reset before it confirms, so that the bootloader must bring the old one back.</summary>
    public bool NewVersionFails { get; init; }

    /// <summary>
    /// The bootloader is compiled with <c>FOTA_ALLOW_SAME_VERSION</c>: it takes another image of the version that runs, as builds at a desk
    /// are. Otherwise it refuses one.
    /// </summary>
    public bool AllowSameVersion { get; init; }

    /// <summary>The power goes at this flash operation, counted from 1, and comes back.</summary>
    public PowerCut? PowerCut { get; init; }

    /// <summary>What answers the recovery loader of a device that has nothing else left: an <c>update.fota</c>; null for no link.</summary>
    public ReadOnlyMemory<byte>? RecoveryContainer { get; init; }

    /// <summary>Runs the update again and again in one process, and cuts the power at every flash operation in turn, in this manner.</summary>
    public CutMode? SweepAllCuts { get; init; }
}

/// <summary>When in a flash operation the power goes.</summary>
public enum CutMode
{
    /// <summary>Before anything has changed.</summary>
    Before = 0,

    /// <summary>In the middle: some units, some bits, some of a sector.</summary>
    Torn = 1,

    /// <summary>When all of it is done.</summary>
    After = 2,

    /// <summary>All of it is done, but for one byte that reads at random after each reset.</summary>
    Nearly = 3,

    /// <summary>Nothing is to be seen, but the unit cannot be programmed again before the next erase.</summary>
    Barely = 4,
}

/// <summary>One loss of power.</summary>
/// <param name="Operation">The flash operation, erase or program, counted from 1.</param>
/// <param name="Mode">When in it.</param>
public sealed record PowerCut(int Operation, CutMode Mode);
