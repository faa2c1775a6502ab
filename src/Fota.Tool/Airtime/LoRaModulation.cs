namespace Fota.Tool.Airtime;

/// <summary>How LoRa puts bytes on the air.</summary>
/// <param name="SpreadingFactor">Bits of one symbol, 7 to 12.</param>
/// <param name="BandwidthHz">Width of the channel in hertz.</param>
internal readonly record struct LoRaModulation(int SpreadingFactor, int BandwidthHz)
{
    /// <summary>LoRaWAN's preamble in symbols; the modem adds 4.25 of its own.</summary>
    private const int PreambleSymbols = 8;

    /// <summary>Coding rate 4/5: LoRaWAN uses no other.</summary>
    private const int CodingRate = 1;

    /// <summary>Length of one symbol in seconds.</summary>
    public double SymbolSeconds => (double)(1 << SpreadingFactor) / BandwidthHz;

    /// <summary>Low data rate optimisation is mandated where a symbol takes 16 ms or more: SF11 and SF12 at 125 kHz.</summary>
    public bool LowDataRateOptimisation => SymbolSeconds >= 0.016;

    /// <summary>
    /// Time on air of one frame with explicit header, by the formula of Semtech's AN1200.13 (LoRa Modem Designer's Guide, section 4)
    /// and the SX1276 data sheet (4.1.1.7).
    /// </summary>
    /// <param name="frameBytes">The physical payload, with all of LoRaWAN's own bytes.</param>
    /// <param name="crc">Whether the frame carries a CRC: uplinks do, downlinks do not.</param>
    public TimeSpan TimeOnAir(int frameBytes, bool crc)
    {
        int bits = 8 * frameBytes - 4 * SpreadingFactor + 28 + (crc ? 16 : 0);
        int bitsPerCodeWord = 4 * (SpreadingFactor - (LowDataRateOptimisation ? 2 : 0));
        int codeWords = Math.Max(0, (bits + bitsPerCodeWord - 1) / bitsPerCodeWord);
        double symbols = PreambleSymbols + 4.25 + 8 + codeWords * (CodingRate + 4);
        return TimeSpan.FromTicks((long)Math.Round(symbols * SymbolSeconds * TimeSpan.TicksPerSecond));
    }
}
