using Fota.Tool.Airtime;

namespace Fota.Tool.Tests;

/// <summary>The time on air, against figures that others published.</summary>
public class LoRaModulationTests
{
    /// <summary>Vectors of the airtime-calculator project (Airtime.test.ts), which The Things Network links to; uplinks.</summary>
    [Theory]
    [InlineData(14, 7, 125_000, 46.336)]
    [InlineData(16, 7, 125_000, 51.456)]
    [InlineData(25, 7, 250_000, 30.848)]
    [InlineData(14, 8, 125_000, 82.432)]
    [InlineData(25, 8, 125_000, 113.152)]
    [InlineData(14, 11, 125_000, 659.456)]
    [InlineData(25, 11, 125_000, 823.296)]
    public void Agrees_with_the_calculator_of_the_things_network(int bytes, int spreadingFactor, int bandwidth, double milliseconds) =>
        Assert.Equal(milliseconds, TimeOnAir(bytes, spreadingFactor, bandwidth, crc: true), 0.001);

    /// <summary>
    /// Outputs of Semtech's "SX1261 LoRa Calculator" as the LoRa driver of MicroPython records them (tests/test_time_on_air.py),
    /// with and without the CRC that downlinks lack, and of its modem calculator as the lorawan_toa project does (test.py).
    /// </summary>
    [Theory]
    [InlineData(1, 12, 500_000, true, 206.848)]
    [InlineData(1, 12, 500_000, false, 165.888)]
    [InlineData(192, 12, 500_000, true, 1476.608)]
    [InlineData(64, 12, 125_000, true, 2793.472)]
    [InlineData(255, 7, 500_000, true, 99.904)]
    public void Agrees_with_semtechs_calculators(int bytes, int spreadingFactor, int bandwidth, bool crc, double milliseconds) =>
        Assert.Equal(milliseconds, TimeOnAir(bytes, spreadingFactor, bandwidth, crc), 0.001);

    [Fact]
    public void Only_the_two_slowest_rates_of_125_khz_use_low_data_rate_optimisation()
    {
        IEnumerable<string> rates = LoRaWanRegion.All.SelectMany(region => region.DataRates)
            .Where(rate => rate.Modulation.LowDataRateOptimisation).Select(rate => rate.Name);

        Assert.Equal(["DR0", "DR1"], rates.Distinct());
    }

    [Fact]
    public void A_transfer_is_cut_into_as_few_fragments_as_fit_all_of_one_size()
    {
        LoRaWanDataRate slowest = LoRaWanRegion.Eu868.DataRates[0];
        TimeSpan each = slowest.Modulation.TimeOnAir(13 + 3 + 34, crc: false);

        FragmentedTransfer transfer = FragmentedTransfer.Of((2 * 48) + 4, slowest, dutyCycle: 0.01);

        Assert.Equal(3, transfer.Fragments);
        Assert.Equal(3 * each, transfer.TimeOnAir);
        Assert.Equal(100 * transfer.TimeOnAir.TotalSeconds, transfer.Elapsed.TotalSeconds, 3);
    }

    [Fact]
    public void An_empty_file_needs_no_fragment() =>
        Assert.Equal(new FragmentedTransfer(0, TimeSpan.Zero, TimeSpan.Zero), FragmentedTransfer.Of(0, LoRaWanRegion.Us915.DataRates[0], 1));

    private static double TimeOnAir(int bytes, int spreadingFactor, int bandwidth, bool crc) =>
        new LoRaModulation(spreadingFactor, bandwidth).TimeOnAir(bytes, crc).TotalMilliseconds;
}
