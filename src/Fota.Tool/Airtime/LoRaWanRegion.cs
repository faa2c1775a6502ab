namespace Fota.Tool.Airtime;

/// <summary>One data rate of a region.</summary>
/// <param name="Name">As the LoRaWAN Regional Parameters call it, such as <c>DR5</c>.</param>
/// <param name="Modulation">Spreading factor and bandwidth.</param>
/// <param name="MaxPayload">Largest application payload in bytes (the column N, without a repeater, no dwell time limit).</param>
internal sealed record LoRaWanDataRate(string Name, LoRaModulation Modulation, int MaxPayload);

/// <summary>
/// The data rates that a region sends an update to its devices with (downlink), after the LoRaWAN Regional Parameters RP002-1.0.4.
/// </summary>
/// <param name="Name">The channel plan's common name.</param>
/// <param name="DutyCycle">The share of time that a sender may be on the air; 1 where nothing limits it.</param>
/// <param name="DataRates">From the slowest, which reaches furthest, to the fastest.</param>
internal sealed record LoRaWanRegion(string Name, double DutyCycle, IReadOnlyList<LoRaWanDataRate> DataRates)
{
    /// <summary>Frame header 1, device address, control and counter 7, port 1, integrity code 4.</summary>
    public const int FrameOverhead = 13;

    /// <summary>Europe: EU863-870, 1 % duty cycle in the band of the default channels (ETSI EN 300 220).</summary>
    public static LoRaWanRegion Eu868 { get; } = new("EU868", 0.01,
    [
        new("DR0", new(12, 125_000), 51),
        new("DR1", new(11, 125_000), 51),
        new("DR2", new(10, 125_000), 51),
        new("DR3", new(9, 125_000), 115),
        new("DR4", new(8, 125_000), 242),
        new("DR5", new(7, 125_000), 242),
        new("DR6", new(7, 250_000), 242),
    ]);

    /// <summary>North America: US902-928, whose downlinks use 500 kHz (DR8 to DR13) and know no duty cycle.</summary>
    public static LoRaWanRegion Us915 { get; } = new("US915", 1,
    [
        new("DR8", new(12, 500_000), 53),
        new("DR9", new(11, 500_000), 129),
        new("DR10", new(10, 500_000), 242),
        new("DR11", new(9, 500_000), 242),
        new("DR12", new(8, 500_000), 242),
        new("DR13", new(7, 500_000), 242),
    ]);

    /// <summary>All regions known.</summary>
    public static IReadOnlyList<LoRaWanRegion> All { get; } = [Eu868, Us915];
}
