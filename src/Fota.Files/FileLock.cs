using System.Diagnostics;
using Fota.Errors;

namespace Fota.Files;

/// <summary>A lock among processes and threads: a file that only one may have open. The system releases it when its holder dies.</summary>
public sealed class FileLock : IDisposable
{
    private const int PollMilliseconds = 20;

    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>Waits for the lock.</summary>
    /// <exception cref="FotaException">It is still held at the end of the time (FOTA3023).</exception>
    public static FileLock Acquire(string path, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var waited = Stopwatch.StartNew();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
            }
            catch (IOException e) when (IsHeld(e))
            {
                if (waited.Elapsed >= timeout)
                    throw TimedOut(path, timeout, e);
                cancellationToken.WaitHandle.WaitOne(PollMilliseconds);
            }
        }
    }

    /// <summary>Gives the lock back.</summary>
    public void Dispose() => _file.Dispose();

    // A full disk or a read-only one is an IOException too, and waiting would not help. The code is a Win32 error, or errno.
    private static bool IsHeld(IOException e) => (e.HResult & 0xFFFF) switch
    {
        32 or 33 => OperatingSystem.IsWindows(),
        11 => OperatingSystem.IsLinux(),
        35 => OperatingSystem.IsMacOS() || OperatingSystem.IsFreeBSD(),
        _ => false,
    };

    private static FotaException TimedOut(string path, TimeSpan timeout, IOException cause) => new(
        FileErrors.Locked,
        $"Another build has held the lock '{path}' for more than {timeout.TotalSeconds:0} s.",
        "Wait for the other build, or end it; the lock is free as soon as its process is gone.",
        cause)
    {
        File = path,
    };
}
