using Fota.Errors;
using Fota.Release.Images;
using Fota.Release.Store;
using Fota.Signing;
using Fota.Tool.Commands;
using Spectre.Console;

namespace Fota.Tool.Projects;

/// <summary>What a project says about its updates.</summary>
/// <param name="Project">Full path of the project file.</param>
/// <param name="Configuration">The build configuration.</param>
/// <param name="Product">The product.</param>
/// <param name="Version">The version that the next build has.</param>
/// <param name="Image">The image; its size and digest are null before the first build.</param>
/// <param name="OutputDirectory">The update folder.</param>
/// <param name="PublicKeys">The keys that devices trust.</param>
/// <param name="Signer">Where the private key is.</param>
/// <param name="ArchiveDirectory">Where the bases are.</param>
/// <param name="Releases">The released versions, oldest first.</param>
/// <param name="Bounds">The gate's bounds that are set.</param>
/// <param name="NextBuild">What the next build will do, one sentence each.</param>
/// <param name="Problems">What it will fail on.</param>
internal sealed record StatusReport(
    string Project,
    string Configuration,
    string Product,
    string Version,
    ImageState Image,
    string OutputDirectory,
    IReadOnlyList<PublicKeyState> PublicKeys,
    string Signer,
    string ArchiveDirectory,
    IReadOnlyList<string> Releases,
    IReadOnlyDictionary<string, string> Bounds,
    IReadOnlyList<string> NextBuild,
    IReadOnlyList<FaultSummary> Problems)
{
    /// <summary>Looks at a project, its image and its archive. Changes nothing.</summary>
    public static StatusReport Of(FirmwareProject project)
    {
        var problems = new List<FaultSummary>();
        BaseArchive archive = project.OpenArchive();
        PublicKeyState[] keys = [.. project.PublicKeyFiles.Select(file => KeyOf(file, problems))];
        if (project.SigningKeyFile is { } key && !Pkcs11Signer.IsUri(key) && !File.Exists(key) && !project.MakesDevelopmentKey)
            problems.Add(new(SigningErrors.KeyUnreadable.Id, key, "The private key does not exist.", "Create a key pair with fota keygen."));
        return new StatusReport(
            project.Path,
            project.Configuration,
            project.Product.Name,
            project.Version.ToString(),
            ImageState.Of(project.Image),
            project.OutputDirectory,
            keys,
            project.Signer,
            project.ArchiveDirectory,
            [.. archive.ReleasedVersions(project.Product).Select(each => each.ToString())],
            project.Bounds.ToDictionary(each => each.Name, each => each.Value),
            [.. NextBuildPlan.Of(project, archive)],
            problems);
    }

    /// <summary>Draws it.</summary>
    public void Draw(IAnsiConsole console)
    {
        var facts = new Table().RoundedBorder().HideHeaders().AddColumns("", "");
        facts.AddRow("Product", $"[bold]{Markup.Escape($"{Product} {Version}")}[/] ({Markup.Escape(Configuration)})");
        facts.AddRow("Image", Markup.Escape(Image.Size is { } size ? $"{Image.File}, {size:N0} bytes" : $"{Image.File}, not built yet"));
        foreach (PublicKeyState key in PublicKeys)
            facts.AddRow("Public key", Markup.Escape(key.Key is null ? $"{key.File}, not there yet" : $"{key.File}, {key.Key.Kind} {key.Key.Bits}, {key.Key.KeyId[..16]}"));
        facts.AddRow("Signed with", Markup.Escape(Signer));
        facts.AddRow("Archive", Markup.Escape(ArchiveDirectory));
        facts.AddRow("Releases", Releases.Count == 0 ? "none yet" : Markup.Escape(string.Join(", ", Releases)));
        facts.AddRow("Gate", Bounds.Count == 0 ? "no bound is set" : Markup.Escape(string.Join(", ", Bounds.Select(each => $"{each.Key} = {each.Value}"))));
        console.Write(facts);
        console.MarkupLine("[bold]The next build[/]");
        foreach (string step in NextBuild)
            console.MarkupLineInterpolated($"  • {step}");
        foreach (FaultSummary problem in Problems)
            console.MarkupLineInterpolated($"[red]{problem.Code}[/] {problem.File}: {problem.What} {problem.Advice}");
    }

    private static PublicKeyState KeyOf(string file, List<FaultSummary> problems)
    {
        try
        {
            return new PublicKeyState(file, KeySummary.Of(VerificationKey.Load(file)));
        }
        catch (FotaException failure)
        {
            if (failure.Code != SigningErrors.KeyUnreadable)
                problems.Add(new(failure.Code.Id, file, failure.Message, failure.Advice));
            return new PublicKeyState(file, null);
        }
    }
}

/// <summary>The image as it lies there; size and digest are null where there is none.</summary>
internal sealed record ImageState(string File, long? Size, string? Sha256)
{
    public static ImageState Of(string file)
    {
        if (!System.IO.File.Exists(file))
            return new ImageState(file, null, null);
        var image = FirmwareImage.Load(file);
        return new ImageState(file, image.Size.Bytes, image.Digest.ToString());
    }
}

/// <summary>A public key's file, and the key if it is there.</summary>
internal sealed record PublicKeyState(string File, KeySummary? Key);
