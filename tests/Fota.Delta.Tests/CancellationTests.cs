using Fota.Delta.Benchmarks;

namespace Fota.Delta.Tests;

/// <summary>Tests that measure processor time run after the others, one by one.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(Alone))]
[Slow]
public sealed class CancellationTests
{
    [Theory]
    [InlineData("two-symbol random", 50_000)]
    [InlineData("random bytes", 200_000)]
    [InlineData("constant with rare noise", 50_000)]
    public void Cancelling_ends_the_work_soon_wherever_it_stands(string name, int size)
    {
        HostileInputs.HostileInput input = HostileInputs.All(size).Single(candidate => candidate.Name == name);
        // Early runs have the JIT in them.
        TimeSpan whole = Enumerable.Range(0, 4).Min(_ => WorkOf(input));
        foreach (double share in (double[])[0.05, 0.2, 0.5])
        {
            TimeSpan done = WorkUntilCancelledAt(input, share * whole);
            Assert.True(done < (share + 0.35) * whole, $"Cancelled after {share:0%} of {whole.TotalMilliseconds} ms, it worked {done / whole:0%}.");
        }
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

    private static void Encode(HostileInputs.HostileInput input, CancellationToken cancellation) =>
        PatchEncoder.Encode(input.Source, input.Target, cancellationToken: cancellation);

    private static TimeSpan WorkOf(HostileInputs.HostileInput input)
    {
        TimeSpan start = Environment.CpuUsage.TotalTime;
        Encode(input, CancellationToken.None);
        return Environment.CpuUsage.TotalTime - start;
    }

    // In processor time, of which other load on the machine takes nothing away.
    private static TimeSpan WorkUntilCancelledAt(HostileInputs.HostileInput input, TimeSpan work)
    {
        using var source = new CancellationTokenSource();
        TimeSpan start = Environment.CpuUsage.TotalTime;
        var watch = new Thread(() =>
        {
            while (Environment.CpuUsage.TotalTime - start < work)
                Thread.Sleep(1);
            source.Cancel();
        });
        watch.Start();
        try
        {
            Assert.Throws<OperationCanceledException>(() => Encode(input, source.Token));
            return Environment.CpuUsage.TotalTime - start;
        }
        finally
        {
            watch.Join();
        }
    }
}
