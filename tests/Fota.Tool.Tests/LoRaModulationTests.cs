using Fota.Tool.Airtime;

namespace Fota.Tool.Tests;

/// <summary>The time on air, against figures that others published.</summary>
public class LoRaModulationTests
{
    /// <summary>
    /// 20 bytes of application data in an uplink, as The Things Network's airtime calculator gives them
    /// (test vectors of the ttn-gateway-collector project, AirTimeCalculatorTest; 12 bytes of overhead without a port).
    /// </summary>
    [Theory]
    [InlineData(7, 77.1)]
    [InlineData(8, 133.6)]
    [InlineData(9, 246.8)]
    [InlineData(10, 452.6)]
    [InlineData(11, 987.1)]
    [InlineData(12, 1810.4)]
    public void Agrees_with_the_things_network_calculator(int spreadingFactor, double milliseconds)
    {
        TimeSpan time = new LoRaModulation(spreadingFactor, 125_000).TimeOnAir(12 + 20, crc: true);

        Assert.Equal(milliseconds, time.TotalMilliseconds, 0.1);
    }

    /// <summary>Vectors of the lorawan_toa project (test.py), computed with Semtech's LoRa Modem Calculator tool.</summary>
    [Theory]
    [InlineData(64, 12, 125_000, 2793.472)]
    [InlineData(255, 7, 500_000, 99.904)]
    public void Agrees_with_semtechs_modem_calculator(int bytes, int spreadingFactor, int bandwidth, double milliseconds)
    {
        TimeSpan time = new LoRaModulation(spreadingFactor, bandwidth).TimeOnAir(bytes, crc: true);

        Assert.Equal(milliseconds, time.TotalMilliseconds, 0.001);
    }

    [Fact]
    public void Only_the_two_slowest_rates_of_125_khz_use_low_data_rate_optimisation()
    {
        IEnumerable<string> rates = LoRaWanRegion.All.SelectMany(region => region.DataRates)
            .Where(rate => rate.Modulation.LowDataRateOptimisation).Select(rate => rate.Name);

        Assert.Equal(["DR0", "DR1"], rates);
    }

    [Fact]
    public void A_transfer_is_cut_into_the_largest_fragments_and_a_rest()
    {
        LoRaWanDataRate slowest = LoRaWanRegion.Eu868.DataRates[0];
        TimeSpan full = slowest.Modulation.TimeOnAir(51 + 13, crc: false);
        TimeSpan rest = slowest.Modulation.TimeOnAir(13 + 3 + 4, crc: false);

        FragmentedTransfer transfer = FragmentedTransfer.Of((2 * 48) + 4, slowest, dutyCycle: 0.01);

        Assert.Equal(3, transfer.Fragments);
        Assert.Equal(full + full + rest, transfer.TimeOnAir);
        Assert.Equal(100 * transfer.TimeOnAir.TotalSeconds, transfer.Elapsed.TotalSeconds, 3);
    }

    [Fact]
    public void An_empty_file_needs_no_fragment() =>
        Assert.Equal(new FragmentedTransfer(0, TimeSpan.Zero, TimeSpan.Zero), FragmentedTransfer.Of(0, LoRaWanRegion.Us915.DataRates[0], 1));
}
