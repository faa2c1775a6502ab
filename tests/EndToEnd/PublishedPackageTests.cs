using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace Fota.EndToEnd;

/// <summary>What the packages carry, beside that they work.</summary>
public sealed class PublishedPackageTests(PackedPackages packages) : IClassFixture<PackedPackages>
{
    private static readonly Guid s_sourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    public static TheoryData<string> Names => ["Fota.Build", "Fota.Tool"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Packing_one_commit_twice_gives_the_same_bytes(string name) =>
        Assert.Equal(File.ReadAllBytes(PathOf(packages.Here, name)), File.ReadAllBytes(PathOf(packages.There, name)));

    [Theory]
    [MemberData(nameof(Names))]
    public void Package_says_what_it_is_where_it_comes_from_and_under_which_licence(string name)
    {
        using ZipArchive package = Open(name);
        using Stream nuspec = package.GetEntry(name + ".nuspec")!.Open();
        XElement metadata = XDocument.Load(nuspec).Root!.Elements().Single();
        string Value(string element) => metadata.Elements().Single(each => each.Name.LocalName == element).Value;

        Assert.Equal("Apache-2.0", Value("license"));
        Assert.Equal(("README.md", "icon.png"), (Value("readme"), Value("icon")));
        XElement repository = metadata.Elements().Single(each => each.Name.LocalName == "repository");
        Assert.StartsWith(PackedPackages.Origin, repository.Attribute("url")!.Value, StringComparison.Ordinal);
        Assert.Equal(packages.Commit, repository.Attribute("commit")!.Value);
        foreach (string file in (string[])["LICENSE", "README.md", "icon.png", "THIRD-PARTY-NOTICES.txt"])
            Assert.True(package.GetEntry(file) is { Length: > 0 }, file);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_library_of_others_has_its_licence_among_the_notices(string name)
    {
        using ZipArchive package = Open(name);
        string notices = Read(package, "THIRD-PARTY-NOTICES.txt");
        string[] libraries = [.. Assemblies(package).Where(assembly => !IsOurs(assembly))];

        Assert.True(libraries.Length >= 4);
        Assert.All(libraries, library => Assert.Matches($"\n(.*, )?{library.Replace(".", "\\.", StringComparison.Ordinal)}(, .*)?\n\n", notices));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Device_sources_are_those_that_firmware_and_the_emulated_device_need(string name)
    {
        using ZipArchive package = Open(name);
        string root = Repository.PathOf("src", "device");
        string[] needed = [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Where(file => !Path.GetFileName(file).StartsWith('.') && !file.StartsWith("board/native/", StringComparison.Ordinal) && !file.StartsWith("board/measure/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

        string[] packed = [.. package.Entries.Select(entry => entry.FullName)
            .Where(file => file.Contains("device/", StringComparison.Ordinal))
            .Select(file => file[(file.IndexOf("device/", StringComparison.Ordinal) + "device/".Length)..])
            .Order(StringComparer.Ordinal)];

        Assert.Equal(needed, packed);
    }

    [Fact]
    public void The_tool_is_installed_by_the_SDK_of_NET_8_and_runs_on_each_later_runtime()
    {
        using ZipArchive package = Open("Fota.Tool");
        string[] tools = [.. package.Entries.Select(entry => entry.FullName).Where(entry => entry.EndsWith("/DotnetToolSettings.xml", StringComparison.Ordinal))];
        using var settings = JsonDocument.Parse(Read(package, "tools/net8.0/any/fota.runtimeconfig.json"));
        JsonElement options = settings.RootElement.GetProperty("runtimeOptions");

        Assert.Equal(["tools/net8.0/any/DotnetToolSettings.xml"], tools);
        Assert.Equal("Major", options.GetProperty("rollForward").GetString());
        Assert.All(options.GetProperty("frameworks").EnumerateArray(), each => Assert.Equal("8.0.0", each.GetProperty("version").GetString()));
    }

    [Fact]
    public void Device_sources_know_the_version_that_they_were_packed_as()
    {
        using ZipArchive package = Open("Fota.Build");
        string header = Read(package, "device/lib/fota_device_version.h");

        Assert.Contains($"#define FOTA_DEVICE_VERSION \"{PackedPackages.Version}\"\n", header, StringComparison.Ordinal);
        Assert.Contains("#define FOTA_DEVICE_VERSION_NUMBER 1002003L\n", header, StringComparison.Ordinal);
        Assert.StartsWith("/* ", header, StringComparison.Ordinal);
        Assert.EndsWith("#endif\n", header, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Symbols_lead_to_the_sources_of_the_commit(string name)
    {
        using ZipArchive package = Open(name);
        string expected = packages.Commit + "/*";

        ZipArchiveEntry[] ours = [.. package.Entries.Where(entry => entry.Name.EndsWith(".dll", StringComparison.Ordinal) && IsOurs(entry.Name[..^4]))];

        Assert.True(ours.Length >= 7);
        Assert.All(ours, assembly => Assert.Contains(expected, SourceLink(assembly), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_tells_where_it_was_packed(string name)
    {
        using ZipArchive package = Open(name);
        foreach (ZipArchiveEntry entry in package.Entries)
        {
            byte[] content = Content(entry);
            Assert.True(content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(packages.Clone)) < 0, entry.FullName);
        }
    }

    [Fact]
    public void Lock_files_name_no_place_that_packages_come_from()
    {
        string[] locks = Directory.GetFiles(Repository.PathOf("src"), "packages.lock.json", SearchOption.AllDirectories);

        Assert.Equal(Directory.GetFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories).Length, locks.Length);
        Assert.All(locks, file => Assert.DoesNotContain("://", File.ReadAllText(file), StringComparison.Ordinal));
    }

    private static bool IsOurs(string assembly) => assembly == "fota" || assembly.StartsWith("Fota.", StringComparison.Ordinal);

    private static IEnumerable<string> Assemblies(ZipArchive package) => package.Entries
        .Where(entry => entry.Name.EndsWith(".dll", StringComparison.Ordinal)).Select(entry => entry.Name[..^4]).Distinct();

    private static string SourceLink(ZipArchiveEntry assembly)
    {
        using var image = new PEReader(new MemoryStream(Content(assembly)));
        DebugDirectoryEntry embedded = image.ReadDebugDirectory().Single(entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        using MetadataReaderProvider provider = image.ReadEmbeddedPortablePdbDebugDirectoryData(embedded);
        MetadataReader symbols = provider.GetMetadataReader();
        byte[] link = symbols.GetCustomDebugInformation(EntityHandle.ModuleDefinition)
            .Select(symbols.GetCustomDebugInformation)
            .Where(information => symbols.GetGuid(information.Kind) == s_sourceLink)
            .Select(information => symbols.GetBlobBytes(information.Value))
            .Single();
        return Encoding.UTF8.GetString(link);
    }

    private ZipArchive Open(string name) => ZipFile.OpenRead(PathOf(packages.Here, name));

    private static string PathOf(string folder, string name) => Path.Combine(folder, $"{name}.{PackedPackages.Version}.nupkg");

    private static string Read(ZipArchive package, string file) => Encoding.UTF8.GetString(Content(package.GetEntry(file)!));

    private static byte[] Content(ZipArchiveEntry entry)
    {
        using var content = new MemoryStream();
        using (Stream packed = entry.Open())
            packed.CopyTo(content);
        return content.ToArray();
    }
}
