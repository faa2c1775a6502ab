using System.Diagnostics;
using Fota.Delta.Benchmarks;

namespace Fota.Delta.Tests;

/// <summary>Tests that measure time run after the others, one by one.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(Alone))]
public sealed class CancellationTests
{
    private const int Size = 4_000_000;

    private static readonly int[] s_waits = [50, 100, 300, 600, 1200];

    [Theory]
    [InlineData("two-symbol random")]
    [InlineData("random bytes")]
    [InlineData("constant with rare noise")]
    public void Cancelling_ends_the_work_within_a_tenth_of_a_second(string name)
    {
        HostileInputs.HostileInput input = HostileInputs.All(Size).Single(candidate => candidate.Name == name);
        // The first run has the JIT in it, and a busy machine spoils another: the median of five.
        double[] delays = [.. s_waits.Select(wait => Cancel(input, wait))];
        Assert.True(delays.Order().ElementAt(2) < 100, $"Took {string.Join(", ", delays)} ms.");
    }

    [Fact]
    public void Work_that_is_cancelled_before_it_starts_is_not_done()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(
            () => PatchEncoder.Encode(new byte[10], new byte[10], cancellationToken: cancelled.Token));
        Assert.Throws<OperationCanceledException>(
            () => Patcher.Apply(new MemoryStream(), new MemoryStream([1]), new MemoryStream(), cancellationToken: cancelled.Token));
    }

    private static double Cancel(HostileInputs.HostileInput input, int afterMilliseconds)
    {
        using var source = new CancellationTokenSource();
        long cancelledAt = 0;
        var timer = new Thread(() =>
        {
            Thread.Sleep(afterMilliseconds);
            cancelledAt = Stopwatch.GetTimestamp();
            source.Cancel();
        });
        timer.Start();
        Assert.Throws<OperationCanceledException>(() => PatchEncoder.Encode(input.Source, input.Target, cancellationToken: source.Token));
        TimeSpan delay = Stopwatch.GetElapsedTime(cancelledAt);
        timer.Join();
        return delay.TotalMilliseconds;
    }
}
