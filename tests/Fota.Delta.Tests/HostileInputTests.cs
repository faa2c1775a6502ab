using Fota.Delta.Benchmarks;
using Fota.Delta.Jojo;
using Fota.Delta.Jojo.Parsing;
using Fota.Delta.Matching;

namespace Fota.Delta.Tests;

[Slow]
public sealed class HostileInputTests
{
    private const int Size = 100_000;

    // What benchmarks/run.sh shows for 1 MB: at most 100 bytes of memory for each of both images, and 10 s, which these counts stand for.
    private const int MaxAllocatedPerByte = 100;
    private const int FixedAllocation = 1 << 20;
    private const int MaxPricedPerPosition = 64;

    public static TheoryData<string> Names => [.. HostileInputs.All(1000).Select(input => input.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Images_that_no_build_makes_never_cost_more_than_their_data(string name)
    {
        HostileInputs.HostileInput input = HostileInputs.All(Size).Single(candidate => candidate.Name == name);
        foreach (PatchFormat format in new[] { PatchFormat.JojoDiff081, PatchFormat.JojoDiff085 })
        {
            byte[] patch = PatchEncoder.Encode(
                input.Source, input.Target, new() { Format = format }, cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(input.Target, Patcher.Apply(input.Source, patch, new() { Format = format }));
            var literal = new JojoWriter(format, 0);
            literal.WriteData(JojoOperationKind.Mod, input.Target);
            Assert.InRange(patch.Length, 0, literal.Size);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Images_that_no_build_makes_take_bounded_work_and_memory(string name)
    {
        HostileInputs.HostileInput input = HostileInputs.All(Size).Single(candidate => candidate.Name == name);
        CancellationToken token = TestContext.Current.CancellationToken;
        foreach (PatchFormat format in new[] { PatchFormat.JojoDiff081, PatchFormat.JojoDiff085 })
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            var parser = new OptimalParser(new ImagePair(input.Source, input.Target), format, token);
            parser.Parse(out PathEnd _, null, token);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.InRange(allocated, 0, FixedAllocation + ((long)MaxAllocatedPerByte * (input.Source.Length + input.Target.Length)));
            Assert.InRange(parser.PricedDiagonals, 0, (long)MaxPricedPerPosition * Size);
        }
    }

    [Theory]
    [InlineData("constant from a little", 60)]
    [InlineData("all escapes", 7)]
    [InlineData("A7 A6 repeated", 10)]
    [InlineData("identical", 7)]
    [InlineData("much smaller", 8)]
    [InlineData("one byte", 2)]
    [InlineData("to empty", 0)]
    public void Simple_images_take_a_few_bytes(string name, int limit)
    {
        HostileInputs.HostileInput input = HostileInputs.All(Size).Single(candidate => candidate.Name == name);
        byte[] patch = PatchEncoder.Encode(input.Source, input.Target, cancellationToken: TestContext.Current.CancellationToken);
        Assert.InRange(patch.Length, 0, limit);
    }
}
