using System.Text.Json;
using CliWrap.Buffered;
using Fota.Emulator;
using Fota.Tool.Emulation;

namespace Fota.Tool.Tests;

/// <summary><c>fota emulate --cut</c> and <c>--rollback</c>, on a device with two slots.</summary>
[Slow]
public sealed class PowerCutTests(InstalledTool fota, ReleasedPackage package) : IDisposable
{
    private const int Endings = 5;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, bool> EveryCut => Sweep.IsWhole
        ? new() { { "--cut every", false }, { "--cut every --rollback", true } }
        : new() { { "--cut every", false } };

    [Theory]
    [MemberData(nameof(EveryCut))]
    public async Task Every_operation_is_cut_with_every_ending(string options, bool rollback)
    {
        JsonElement answer = await AnswerAsync(options);

        int operations = answer.GetProperty("operations").GetInt32();
        Assert.InRange(operations, rollback ? 60 : 40, 200);
        Assert.Equal(Endings * operations, answer.GetProperty("runs").GetInt32());
        Assert.Equal(rollback, answer.GetProperty("rollback").GetBoolean());
        Assert.All(Parts(answer), part => Assert.Equal(operations, part.Operations));
        Assert.All(Parts(answer), part => Assert.Empty(part.FailedAt));
    }

    [Fact]
    public async Task Some_operations_are_drawn_and_the_same_ones_again()
    {
        JsonElement answer = await AnswerAsync("--cut random:7"), again = await AnswerAsync("--cut random:7");

        Assert.Equal(7, answer.GetProperty("runs").GetInt32());
        Assert.Equal(7, Parts(answer).Sum(part => part.Operations));
        Assert.Equal(Parts(answer).Select(part => part.Operations), Parts(again).Select(part => part.Operations));
        Assert.All(Parts(answer), part => Assert.Empty(part.FailedAt));
    }

    [Fact]
    public async Task One_operation_is_cut_with_every_ending()
    {
        JsonElement answer = await AnswerAsync("--cut 20 --rollback");

        Assert.Equal(Endings, answer.GetProperty("runs").GetInt32());
        Assert.All(Parts(answer), part => Assert.Equal(1, part.Operations));
    }

    [Fact]
    public async Task A_version_that_never_confirms_is_rolled_back()
    {
        JsonElement answer = await AnswerAsync("--rollback");

        Assert.Equal("rolledBack", answer.GetProperty("outcome").GetString());
        Assert.Equal(["1.0.0", "1.1.0", "1.0.0"], answer.GetProperty("versions").EnumerateArray().Select(each => each.GetString()));
    }

    [Theory]
    [InlineData("--slots 2 --cut 20000", "no operation 20000")]
    [InlineData("--slots 1 --rollback", "no old version")]
    public async Task What_cannot_be_is_refused(string options, string expected)
    {
        SmallUpdate.Make(_folder, package);

        BufferedCommandResult result = await fota.RunAsync([.. Arguments, .. options.Split(' ')]);

        Assert.StartsWith("error FOTA7001", result.StandardError, StringComparison.Ordinal);
        Assert.Contains(expected, result.StandardError, StringComparison.Ordinal);
        Assert.Equal(2, result.ExitCode);
    }

    [Fact]
    public void What_is_drawn_depends_on_the_update_and_has_no_cut_twice()
    {
        PowerCut[] drawn = [.. CutChoice.Parse("random:100").Among(40, [1])], other = [.. CutChoice.Parse("random:100").Among(40, [2])];

        Assert.Equal(100, drawn.Distinct().Count());
        Assert.NotEqual(drawn, other);
        Assert.All(drawn, cut => Assert.InRange(cut.Operation, 1, 40));
        Assert.Equal(Endings * 40, CutChoice.Parse("random:1000").Among(40, [1]).Count());
        Assert.Equal([3, 3, 3, 3, 3], CutChoice.Parse("3").Among(40, [1]).Select(cut => cut.Operation));
    }

    [Fact]
    public void A_lost_device_is_an_error_that_names_the_operation()
    {
        CutReport report = new(40, 200, false, [new CutEnding("before", 40, []), new CutEnding("torn", 40, [7, 9])]);

        Errors.FotaException error = Assert.Throws<Errors.FotaException>(report.EnsureUnharmed);

        Assert.Equal(EmulatorErrors.DeviceFailed, error.Code);
        Assert.Contains("2 of 200 power cuts, the first at operation 7, torn", error.Message, StringComparison.Ordinal);
    }

    private string[] Arguments =>
        ["emulate", _folder["old.bin"], Path.Combine(_folder["package"], "update.fota"), "--key", package.PublicKey, "--mbedtls", Repository.MbedTls];

    private static IEnumerable<(int Operations, IEnumerable<int> FailedAt)> Parts(JsonElement answer) =>
        answer.GetProperty("endings").EnumerateArray().Select(part => (
            part.GetProperty("operations").GetInt32(),
            part.GetProperty("failedAt").EnumerateArray().Select(at => at.GetInt32())));

    private async Task<JsonElement> AnswerAsync(string options)
    {
        if (!Directory.Exists(_folder["package"]))
            SmallUpdate.Make(_folder, package);
        BufferedCommandResult result = await fota.RunAsync([.. Arguments, .. options.Split(' '), "--json"]);
        Assert.True(result.ExitCode == 0, result.StandardError);
        return JsonDocument.Parse(result.StandardOutput).RootElement;
    }
}
