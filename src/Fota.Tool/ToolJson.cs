using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Fota.Release.Trials;
using Fota.Tool.CommandLine;
using Fota.Tool.Commands;
using Fota.Tool.Commands.Bases;
using Fota.Tool.Emulation;
using Fota.Tool.Explain;
using Fota.Tool.Feeds;
using Fota.Tool.History;
using Fota.Tool.Inspection;
using Fota.Tool.Projects;
using Fota.Tool.Publishing;

namespace Fota.Tool;

/// <summary>The shapes that <c>--json</c> prints, compiled ahead so that no reflection is paid at start-up.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters = [typeof(ErrorCodeConverter), typeof(ArchivingStepConverter)],
    WriteIndented = true)]
[JsonSerializable(typeof(CutReport))]
[JsonSerializable(typeof(EmulationReport))]
[JsonSerializable(typeof(EmulatorInstallResult))]
[JsonSerializable(typeof(Explanation))]
[JsonSerializable(typeof(PageData))]
[JsonSerializable(typeof(ReleaseHistory))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(uint))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(FailureResult))]
[JsonSerializable(typeof(AirtimeResult))]
[JsonSerializable(typeof(ArchivedSummary))]
[JsonSerializable(typeof(ArchiveVerifyResult))]
[JsonSerializable(typeof(BasesListResult))]
[JsonSerializable(typeof(RemovedResult))]
[JsonSerializable(typeof(PackedBaseResult))]
[JsonSerializable(typeof(BasesUpdateResult))]
[JsonSerializable(typeof(BasesFetchResult))]
[JsonSerializable(typeof(FleetReport))]
[JsonSerializable(typeof(ContainerReport))]
[JsonSerializable(typeof(ImageReport))]
[JsonSerializable(typeof(PatchReport))]
[JsonSerializable(typeof(CertsResult))]
[JsonSerializable(typeof(DeviceSourcesResult))]
[JsonSerializable(typeof(HeadersResult))]
[JsonSerializable(typeof(InitResult))]
[JsonSerializable(typeof(PackageResult))]
[JsonSerializable(typeof(KeygenResult))]
[JsonSerializable(typeof(PublishResult))]
[JsonSerializable(typeof(ServeResult))]
[JsonSerializable(typeof(SignResult))]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(VerifyResult))]
[JsonSerializable(typeof(VerifyPackageResult))]
[JsonSerializable(typeof(AttachResult))]
[JsonSerializable(typeof(SignRequestResult))]
[JsonSerializable(typeof(PackageReport))]
[JsonSerializable(typeof(DiffResult))]
[JsonSerializable(typeof(PatchResult))]
internal sealed partial class ToolJson : JsonSerializerContext
{
    private static ToolJson? s_shapes;
    private static ToolJson? s_compact;

    /// <summary>The shapes on one line, with '&lt;' escaped: for data inside a web page.</summary>
    public static ToolJson Compact => s_compact ??= new(new JsonSerializerOptions(Default.Options) { WriteIndented = false });

    /// <summary>The shapes with readable quotes and letters: the output is JSON alone and never lands inside a web page.</summary>
    public static ToolJson Shapes => s_shapes ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
