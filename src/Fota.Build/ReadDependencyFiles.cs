using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Fota.Build;

/// <summary>
/// Gives each source the headers that its last compilation included, so that a target's Inputs can name them.
/// For toolchains in MSBuild; the samples' uses it.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class ReadDependencyFiles : FotaTask
{
    /// <summary>The sources; their metadata DependencyFile names the compiler's dependency file, which need not exist.</summary>
    [Required]
    public ITaskItem[] Sources { get; set; } = [];

    /// <summary>Where relative names are rooted: the folder that the compiler ran in.</summary>
    [Required]
    public string BaseDirectory { get; set; } = string.Empty;

    /// <summary>The sources again, with the metadata Headers.</summary>
    [Output]
    public ITaskItem[] SourcesWithHeaders { get; private set; } = [];

    /// <inheritdoc/>
    protected override void Run() => SourcesWithHeaders = Array.ConvertAll(Sources, WithHeaders);

    private ITaskItem WithHeaders(ITaskItem source)
    {
        var item = new TaskItem(source);
        string file = Path.Combine(BaseDirectory, source.GetMetadata("DependencyFile"));
        if (File.Exists(file))
        {
            IEnumerable<string> headers = DependencyFile.Prerequisites(File.ReadAllText(file))
                .Select(name => Escape(Path.GetFullPath(name, BaseDirectory)));
            item.SetMetadata("Headers", string.Join(';', headers));
        }

        return item;
    }

    // A semicolon would end the name, and a percent sign begins an escape.
    private static string Escape(string path) =>
        path.Replace("%", "%25", StringComparison.Ordinal).Replace(";", "%3B", StringComparison.Ordinal);
}
