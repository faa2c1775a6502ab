namespace Fota.EndToEnd;

/// <summary>The tree as git has it, what is not yet committed included.</summary>
internal static class SourceTree
{
    /// <summary>Copies all that git does not ignore.</summary>
    internal static async Task CopyToAsync(string folder)
    {
        string tracked = await ExternalProgram.RunAsync("git", "-C", Repository.Root, "ls-files", "-z", "--cached", "--others", "--exclude-standard");
        foreach (string file in tracked.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(file => File.Exists(Repository.PathOf(file))))
        {
            string copy = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Repository.PathOf(file), copy);
        }
    }
}
