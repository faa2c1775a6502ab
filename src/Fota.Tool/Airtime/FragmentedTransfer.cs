namespace Fota.Tool.Airtime;

/// <summary>What it costs to send a file as fragments at one data rate. No repetition for lost frames is counted.</summary>
/// <param name="Fragments">Number of frames.</param>
/// <param name="TimeOnAir">Sum over all frames.</param>
/// <param name="Elapsed">Shortest time from the first frame to the last under the duty cycle.</param>
internal sealed record FragmentedTransfer(int Fragments, TimeSpan TimeOnAir, TimeSpan Elapsed)
{
    /// <summary>Command byte and index of a data fragment (LoRaWAN Fragmented Data Block Transport, TS004-1.0.0).</summary>
    public const int FragmentHeader = 3;

    /// <summary>Cuts a file into the largest fragments that the data rate takes and adds up their time on air.</summary>
    /// <param name="bytes">Size of the file.</param>
    /// <param name="rate">The data rate.</param>
    /// <param name="dutyCycle">Share of time on air that is allowed, above 0 and at most 1.</param>
    public static FragmentedTransfer Of(long bytes, LoRaWanDataRate rate, double dutyCycle)
    {
        int capacity = rate.MaxPayload - FragmentHeader;
        int full = (int)(bytes / capacity);
        int rest = (int)(bytes % capacity);
        TimeSpan time = FrameTime(rate, capacity) * full;
        if (rest > 0)
            time += FrameTime(rate, rest);
        return new FragmentedTransfer(full + (rest > 0 ? 1 : 0), time, time / dutyCycle);
    }

    private static TimeSpan FrameTime(LoRaWanDataRate rate, int data) =>
        rate.Modulation.TimeOnAir(LoRaWanRegion.FrameOverhead + FragmentHeader + data, crc: false);
}
