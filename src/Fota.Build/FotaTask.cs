using Fota.Errors;
using Microsoft.Build.Framework;
using Task = Microsoft.Build.Utilities.Task;

namespace Fota.Build;

/// <summary>What all tasks share: cancellation, and errors printed with code, file, what happened and what to do.</summary>
public abstract class FotaTask : Task, ICancelableTask, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>Set when the user interrupts the build.</summary>
    protected CancellationToken CancellationToken => _cancellation.Token;

    /// <inheritdoc/>
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        _cancellation.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    public sealed override bool Execute()
    {
        try
        {
            Run();
        }
        catch (OperationCanceledException) when (CancellationToken.IsCancellationRequested)
        {
            // MSBuild says itself that the build was cancelled.
            return false;
        }
        catch (FotaException failure)
        {
            LogFailure(failure);
        }

        return !Log.HasLoggedErrors;
    }

    /// <summary>Does the work. Every path in a parameter is absolute: the current directory is not the project's.</summary>
    /// <exception cref="FotaException">The work failed in a way that the user can mend.</exception>
    protected abstract void Run();

    /// <summary>Logs a failure as an MSBuild error.</summary>
    protected void LogFailure(FotaException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        LogError(failure.Code, failure.File, $"{failure.Message} {failure.Advice}");
    }

    /// <summary>The user's project, which an error points at that is about no other file; null for MSBuild's choice, the file with the target.</summary>
    protected virtual string? ProjectFile => null;

    /// <summary>Whether the project takes a warning for an error. What the command line says of warnings, MSBuild does itself.</summary>
    protected virtual bool IsError(ErrorCode warning) => false;

    /// <summary>Logs an error under a code.</summary>
    protected void LogError(ErrorCode code, string? file, string text)
    {
        ArgumentNullException.ThrowIfNull(code);
        // Through an argument: a brace in the text is no placeholder.
        Log.LogError(null, code.Id, code.Id, HelpLink(code), file ?? ProjectFile, 0, 0, 0, 0, "{0}", text);
    }

    /// <summary>Logs a warning under a code.</summary>
    protected void LogWarning(ErrorCode code, string? file, string text)
    {
        ArgumentNullException.ThrowIfNull(code);
        if (IsError(code))
            LogError(code, file, text);
        else
            Log.LogWarning(null, code.Id, code.Id, HelpLink(code), file ?? ProjectFile, 0, 0, 0, 0, "{0}", text);
    }

    // The package has the page, at docs/ beside tools/.
    private static string HelpLink(ErrorCode code)
    {
        string assemblies = Path.GetDirectoryName(typeof(FotaTask).Assembly.Location) ?? string.Empty;
        string page = Path.GetFullPath(Path.Combine(assemblies, "..", "..", "docs", "errors.md"));
        return new Uri(page).AbsoluteUri + "#" + code.Id.ToLowerInvariant();
    }
}
