using System.Diagnostics;

namespace Fota.Release.Tests.Support;

/// <summary>Ways to give a process a folder that is a small or a read-only disk, and to see what it does to a disk.</summary>
internal static class Disk
{
    private static readonly Lazy<string> s_disk = new(() => Compile("disk"));
    private static readonly Lazy<string> s_order = new(() => Compile("order"));

    /// <summary>Whether this machine lets us mount: root, or who may make user namespaces. Many containers allow neither.</summary>
    internal static bool CanMount { get; } = Succeeds(Mounting("mount -t tmpfs fota \"$1\"", Path.GetTempPath(), "true"));

    /// <summary>A process on a folder that is a disk of so many bytes.</summary>
    internal static ProcessStartInfo Small(string folder, int size, bool mounted, params string[] command) => mounted
        ? Mounting($"mount -t tmpfs -o size={size} fota \"$1\"", folder, command)
        : Preloading(folder, size, command);

    /// <summary>A process on a folder whose content it can only read.</summary>
    internal static ProcessStartInfo ReadOnly(string folder, bool mounted, params string[] command) => mounted
        ? Mounting("mount --bind \"$1\" \"$1\" && mount -o remount,bind,ro \"$1\"", folder, command)
        : Preloading(folder, size: null, command);

    /// <summary>In a mount namespace of its own, after a shell command that mounts on <c>$1</c>.</summary>
    private static ProcessStartInfo Mounting(string mount, string folder, params string[] command)
    {
        // Root needs no user namespace, which containers refuse even to root.
        string[] user = Environment.IsPrivilegedProcess ? [] : ["--map-root-user"];
        return new("unshare", [.. user, "--mount", "sh", "-c", $"{mount} && shift && exec \"$@\"", "sh", folder, .. command]);
    }

    private static ProcessStartInfo Preloading(string folder, int? size, string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]);
        start.Environment["LD_PRELOAD"] = s_disk.Value;
        start.Environment["DISK_FOLDER"] = folder;
        if (size is not null)
            start.Environment["DISK_SIZE"] = size.ToString();
        return start;
    }

    private static bool Succeeds(ProcessStartInfo start)
    {
        start.RedirectStandardError = true;
        using Process? process = Process.Start(start);
        process?.StandardError.ReadToEnd();
        process?.WaitForExit();
        return process?.ExitCode == 0;
    }

    /// <summary>A process that writes down what it brings to the disk and what it gives a name.</summary>
    internal static ProcessStartInfo Observed(string log, params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]);
        start.Environment["LD_PRELOAD"] = s_order.Value;
        start.Environment["ORDER_LOG"] = log;
        return start;
    }

    private static string Compile(string name)
    {
        string library = Path.Combine(TemporaryFolder.UntilExit(), name + ".so");
        string source = Repository.PathOf("tests", "Fota.Release.Tests", "Support", name + ".c");
        ExternalProgram.Run("gcc", "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-O1", "-shared", "-fPIC", source, "-o", library, "-ldl", "-pthread");
        return library;
    }
}
