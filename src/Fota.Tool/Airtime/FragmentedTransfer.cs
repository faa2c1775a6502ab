namespace Fota.Tool.Airtime;

/// <summary>What it costs to send a file as fragments at one data rate. No repetition for lost frames is counted.</summary>
/// <param name="Fragments">Number of frames.</param>
/// <param name="TimeOnAir">Sum over all frames.</param>
/// <param name="Elapsed">Shortest time from the first frame to the last under the duty cycle.</param>
internal sealed record FragmentedTransfer(int Fragments, TimeSpan TimeOnAir, TimeSpan Elapsed)
{
    /// <summary>Command byte and index of a data fragment (LoRaWAN Fragmented Data Block Transport, TS004-1.0.0).</summary>
    public const int FragmentHeader = 3;

    /// <summary>
    /// Cuts a file into as few fragments as the data rate allows, all of one size (TS004-1.0.0 pads the last), and adds up their time on air.
    /// </summary>
    /// <param name="bytes">Size of the file.</param>
    /// <param name="rate">The data rate.</param>
    /// <param name="dutyCycle">Share of time on air that is allowed, above 0 and at most 1.</param>
    public static FragmentedTransfer Of(long bytes, LoRaWanDataRate rate, double dutyCycle)
    {
        int capacity = rate.MaxPayload - FragmentHeader;
        int fragments = (int)((bytes + capacity - 1) / capacity);
        if (fragments == 0)
            return new FragmentedTransfer(0, TimeSpan.Zero, TimeSpan.Zero);
        int size = (int)((bytes + fragments - 1) / fragments);
        TimeSpan time = FrameTime(rate, size) * fragments;
        return new FragmentedTransfer(fragments, time, time / dutyCycle);
    }

    private static TimeSpan FrameTime(LoRaWanDataRate rate, int data) =>
        rate.Modulation.TimeOnAir(LoRaWanRegion.FrameOverhead + FragmentHeader + data, crc: false);
}
