using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Fota.Signing;

/// <summary>
/// What a command has left running in its session when it ended. Its children then belong to the system's first process, and the group
/// that they are in is that of the build, so they are told by a variable that they have inherited. An agent that runs as a daemon has
/// made a session of its own, and lives on.
/// </summary>
/// <remarks>Only Linux shows the variables of a process; elsewhere nothing is ended.</remarks>
internal sealed class CommandLeftovers
{
    internal const string Variable = "FOTA_SIGN_RUN";

    /// <summary>A child may start another while it is looked for.</summary>
    private const int MaxRounds = 10;

    private readonly byte[] _mark;

    internal CommandLeftovers() => _mark = Encoding.ASCII.GetBytes($"{Variable}={Run}\0");

    /// <summary>The value of <see cref="Variable"/>, which no other run has.</summary>
    internal string Run { get; } = Guid.NewGuid().ToString("N");

    internal void End()
    {
        if (!OperatingSystem.IsLinux() || SessionOf("self") is not { } session)
            return;
        for (int round = 0; round < MaxRounds && EndOnce(session); round++)
            Thread.Yield();
    }

    private bool EndOnce(string session)
    {
        bool found = false;
        foreach (string path in Directory.EnumerateDirectories("/proc"))
        {
            string name = Path.GetFileName(path);
            if (int.TryParse(name, out int process) && SessionOf(name) == session && HasMark(name))
                found |= Kill(process);
        }

        return found;
    }

    private bool HasMark(string process)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{process}/environ").AsSpan().IndexOf(_mark) >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string? SessionOf(string process)
    {
        try
        {
            // "PID (NAME) STATE PARENT GROUP SESSION ...", and a name may have parentheses and blanks of its own.
            string fields = File.ReadAllText($"/proc/{process}/stat");
            return fields[(fields.LastIndexOf(')') + 1)..].Split(' ', 6)[4];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
            return true;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false;
        }
    }
}
