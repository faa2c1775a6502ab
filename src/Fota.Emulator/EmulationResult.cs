namespace Fota.Emulator;

/// <summary>How an emulated update ended.</summary>
public enum EmulationOutcome
{
    /// <summary>The new version runs and has confirmed.</summary>
    Updated,

    /// <summary>The device refused the update and runs the old version; see <see cref="EmulationResult.Reason"/>.</summary>
    Refused,

    /// <summary>The new version ran, did not confirm, and the old one runs again.</summary>
    RolledBack,

    /// <summary>The old version runs and never asked for the update.</summary>
    NotRequested,

    /// <summary>The device has faulted, or has no image left that it would start.</summary>
    Failed,
}

/// <summary>A version as the image info record has it.</summary>
/// <param name="Major">The major number.</param>
/// <param name="Minor">The minor number.</param>
/// <param name="Patch">The patch number.</param>
/// <param name="Stage">65535 for a release, less for a prerelease.</param>
public sealed record DeviceVersion(int Major, int Minor, int Patch, int Stage)
{
    private const int Release = 65535;

    /// <summary>Such as 1.2.3, or 1.2.3 (stage 4) for a prerelease, whose label the record does not have.</summary>
    public override string ToString() => Stage == Release ? $"{Major}.{Minor}.{Patch}" : $"{Major}.{Minor}.{Patch} (stage {Stage})";
}

/// <summary>An image that the device started.</summary>
/// <param name="Version">The version in its info record, if it has one.</param>
/// <param name="Executed">Whether the image was linked for the emulated board and really ran; otherwise the ROM stood in for it.</param>
public sealed record StartedApplication(DeviceVersion? Version, bool Executed);

/// <summary>How often a device did what costs most.</summary>
/// <param name="Hashes">SHA-256 passes over an image or a payload.</param>
/// <param name="Signatures">Signature checks.</param>
public sealed record PhaseChecks(int Hashes, int Signatures);

/// <summary>Bytes of RAM that the bootloader and installer used.</summary>
/// <param name="Static">Data that is always there.</param>
/// <param name="PeakStack">The deepest stack.</param>
/// <param name="HeapPeak">The most that was in use of the rest at once: what Mbed TLS had allocated, without the allocator's own block headers, or what a patch's decoder needs.</param>
public sealed record RamUse(int Static, int PeakStack, int HeapPeak)
{
    /// <summary>All of it.</summary>
    public int Total => Static + PeakStack + HeapPeak;
}

/// <summary>What happened to the flash.</summary>
/// <param name="ErasesBySector">Erases of each sector.</param>
/// <param name="ProgramsBySector">Program operations in each sector, of up to 256 bytes.</param>
/// <param name="ProgrammedBytes">Bytes programmed.</param>
/// <param name="Violations">Uses that real flash would not bear; 0 unless the device's firmware is wrong.</param>
public sealed record FlashUse(IReadOnlyList<int> ErasesBySector, IReadOnlyList<int> ProgramsBySector, int ProgrammedBytes, int Violations)
{
    /// <summary>All erases.</summary>
    public int Erases => ErasesBySector.Sum();

    /// <summary>All program operations.</summary>
    public int Programs => ProgramsBySector.Sum();

    /// <summary>Erases of the sector that was erased most.</summary>
    public int MostErases => ErasesBySector.Max();
}

/// <summary>A sweep over all power cuts.</summary>
/// <param name="Operations">Flash operations of the update; one run for each.</param>
/// <param name="FailedAt">The operations after whose cut the device did not end in order.</param>
public sealed record SweepResult(int Operations, IReadOnlyList<int> FailedAt);

/// <summary>An instruction that the device's core does not have.</summary>
/// <param name="Code">Its bits: 16, or 32 with the first halfword in the upper half.</param>
/// <param name="Address">Where it lies.</param>
/// <param name="Function">The function that it is in; null where it was executed, and nothing says its name.</param>
public sealed record ForeignInstruction(uint Code, uint Address, string? Function = null);

/// <summary>What an emulated device reported.</summary>
public sealed record EmulationResult
{
    private const double InstructionsPerSecond = 32e6;

    /// <summary>How it ended.</summary>
    public required EmulationOutcome Outcome { get; init; }

    /// <summary>Why the device refused or failed, such as <c>wrong-base</c>; null when it did neither.</summary>
    public string? Reason { get; init; }

    /// <summary>The images that were started, in order.</summary>
    public required IReadOnlyList<StartedApplication> Applications { get; init; }

    /// <summary>SHA-256 of the image in slot 0 at the end, in lower-case hexadecimal.</summary>
    public required string FinalImage { get; init; }

    /// <summary>What the applications wrote to UART 0.</summary>
    public required string UartOutput { get; init; }

    /// <summary>How often the device started.</summary>
    public required int Boots { get; init; }

    /// <summary>
    /// Instructions by phase: boot, check (header, base and payload), patch, verify (images and signatures), swap, application. Exact, and
    /// the same in each run. What the flash model costs is left out.
    /// </summary>
    public required IReadOnlyDictionary<string, long> InstructionsByPhase { get; init; }

    /// <summary>What was hashed and verified in each of these phases.</summary>
    public required IReadOnlyDictionary<string, PhaseChecks> ChecksByPhase { get; init; }

    /// <summary>
    /// Whether each version that was started was linked for the emulated board and ran itself. Otherwise the ROM stood in for it: what
    /// came before the start is proven, and that the firmware starts is not.
    /// </summary>
    public bool Executed => Applications.Count > 0 && Applications.All(application => application.Executed);

    /// <summary>RAM of bootloader and installer.</summary>
    public required RamUse Ram { get; init; }

    /// <summary>Wear.</summary>
    public required FlashUse Flash { get; init; }

    /// <summary>On a Cortex-M0, whose code runs on a larger core: the first instruction that it would not have executed.</summary>
    public ForeignInstruction? Foreign { get; init; }

    /// <summary>Bytes of RAM up to where the initial stack of an image ends that was not started; 0 unless that is more than the device has.</summary>
    public int RamOfImage { get; init; }

    /// <summary>Whether the device runs an image that is confirmed, and its bootloader has nothing left to do.</summary>
    public required bool IsAtRest { get; init; }

    /// <summary>The sweep, if one was asked for and came to its end.</summary>
    public SweepResult? Sweep { get; init; }

    /// <summary>The device's own report, one JSON object a line.</summary>
    public required IReadOnlyList<string> Report { get; init; }

    /// <summary>
    /// What the device computes from the first boot to the last confirmation, on a part that runs one instruction a cycle at 32 MHz: an
    /// estimate, without the time that flash takes to erase and program, and without the applications.
    /// </summary>
    public TimeSpan EstimatedTimeAt32MHz =>
        TimeSpan.FromSeconds(InstructionsByPhase.Where(p => p.Key != "application").Sum(p => p.Value) / InstructionsPerSecond);
}
