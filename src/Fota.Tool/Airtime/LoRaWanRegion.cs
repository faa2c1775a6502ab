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

    private static readonly LoRaWanDataRate[] s_narrow =
    [
        new("DR0", new(12, 125_000), 51),
        new("DR1", new(11, 125_000), 51),
        new("DR2", new(10, 125_000), 51),
        new("DR3", new(9, 125_000), 115),
        new("DR4", new(8, 125_000), 242),
        new("DR5", new(7, 125_000), 242),
    ];

    private static readonly LoRaWanDataRate s_double = new("DR6", new(7, 250_000), 242);

    private static readonly LoRaWanDataRate[] s_wide =
    [
        new("DR8", new(12, 500_000), 53),
        new("DR9", new(11, 500_000), 129),
        new("DR10", new(10, 500_000), 242),
        new("DR11", new(9, 500_000), 242),
        new("DR12", new(8, 500_000), 242),
        new("DR13", new(7, 500_000), 242),
    ];

    /// <summary>Europe: EU863-870, 1 % duty cycle in the band of the default channels (ETSI EN 300 220).</summary>
    public static LoRaWanRegion Eu868 { get; } = new("EU868", 0.01, [.. s_narrow, s_double]);

    /// <summary>North America: US902-928, whose downlinks use 500 kHz (DR8 to DR13) and know no duty cycle.</summary>
    public static LoRaWanRegion Us915 { get; } = new("US915", 1, s_wide);

    /// <summary>Australia and South America: AU915-928, downlinks as in North America.</summary>
    public static LoRaWanRegion Au915 { get; } = new("AU915", 1, s_wide);

    /// <summary>Asia and Oceania: AS923, 1 % duty cycle; downlinks know no dwell time.</summary>
    public static LoRaWanRegion As923 { get; } = new("AS923", 0.01,
    [
        .. from rate in s_narrow select rate.Name == "DR2" ? rate with { MaxPayload = 115 } : rate,
        s_double,
    ]);

    /// <summary>India: IN865-867, without duty cycle.</summary>
    public static LoRaWanRegion In865 { get; } = new("IN865", 1, s_narrow);

    /// <summary>South Korea: KR920-923, which listens before it talks and has no duty cycle.</summary>
    public static LoRaWanRegion Kr920 { get; } = new("KR920", 1, s_narrow);

    /// <summary>Russia: RU864-870, 1 % duty cycle.</summary>
    public static LoRaWanRegion Ru864 { get; } = new("RU864", 0.01, [.. s_narrow, s_double]);

    /// <summary>All regions known.</summary>
    public static IReadOnlyList<LoRaWanRegion> All { get; } = [Eu868, Us915, Au915, As923, In865, Kr920, Ru864];

    /// <summary>What is shown where no region is named: the slowest rules and the fastest.</summary>
    public static IReadOnlyList<LoRaWanRegion> Common { get; } = [Eu868, Us915];
}
