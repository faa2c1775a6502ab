using System.Text.Json;
using System.Text.Json.Serialization;
using Fota.Errors;
using Fota.Release.Images;
using Fota.Release.Planning;
using Fota.Release.Settings;
using Fota.Signing;
using Fota.Tool.Commands;
using Fota.Tool.CommandLine;
using Spectre.Console;

namespace Fota.Tool.Projects;

/// <summary>What a project says about its updates, and the plan of its next build.</summary>
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
/// <param name="NextBuild">What the next build does.</param>
/// <param name="Warnings">What it will warn of.</param>
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
    PlanSummary NextBuild,
    IReadOnlyList<Diagnostic> Warnings,
    IReadOnlyList<Diagnostic> Problems)
{
    // The next build in sentences, in its order: for people alone.
    private IReadOnlyList<string> _steps = [];

    /// <summary>Makes the plan of the next build, and changes nothing.</summary>
    /// <exception cref="FotaException">The plan cannot be made, for the reason that the build would give.</exception>
    public static StatusReport Of(FirmwareProject project)
    {
        ProjectSettings settings = project.Settings;
        var problems = new List<Diagnostic>();
        PackagingPlan plan = Plan(project, problems);
        return new StatusReport(
            project.Path,
            settings.Configuration,
            settings.Product.Name,
            settings.Version.ToString(),
            new ImageState(settings.ImageFile, plan.Image?.Size.Bytes, plan.Image?.Digest.ToString()),
            settings.OutputDirectory,
            [.. settings.PublicKeyFiles.Select(file => KeyOf(file, problems))],
            settings.Signing.Description,
            settings.ArchiveDirectory,
            [.. plan.Released.Select(each => each.ToString())],
            settings.Bounds.ToDictionary(each => each.Name, each => each.Text),
            PlanSummary.Of(plan),
            [.. plan.Warnings()],
            problems)
        {
            _steps = [.. PlanText.Of(plan)],
        };
    }

    /// <summary>Draws it.</summary>
    public void Draw(IAnsiConsole console)
    {
        var facts = new Table().HideHeaders().AddColumns("", "");
        facts.AddRow("Product", $"[bold]{Markup.Escape($"{Product} {Version}")}[/] ({Markup.Escape(Configuration)})");
        facts.AddRow("Image", Markup.Escape(Image.Size is { } size ? $"{Image.File}, {size:N0} bytes" : $"{Image.File}, not built yet"));
        foreach (PublicKeyState key in PublicKeys)
            facts.AddRow("Public key", Markup.Escape(key.Key is null ? $"{key.File}, not there yet" : $"{key.File}, {key.Key.Kind} {key.Key.Bits}, {key.Key.KeyId[..16]}"));
        facts.AddRow("Signed with", Markup.Escape(Signer));
        facts.AddRow("Archive", Markup.Escape(ArchiveDirectory));
        facts.AddRow("Releases", Releases.Count == 0 ? "none yet" : Markup.Escape(string.Join(", ", Releases)));
        facts.AddRow("Gate", Bounds.Count == 0 ? "no bound is set" : Markup.Escape(string.Join(", ", Bounds.Select(each => $"{each.Key} = {each.Value}"))));
        console.WriteTable(facts);
        console.MarkupLine("[bold]The next build[/]");
        foreach (string step in _steps)
            console.MarkupLineInterpolated($"  • {step}");
        foreach (Diagnostic warning in Warnings)
            console.MarkupLineInterpolated($"[yellow]{warning.Code.Id}[/] {warning.What} {warning.Advice}");
        foreach (Diagnostic problem in Problems)
            console.MarkupLineInterpolated($"[red]{problem.Code.Id}[/] {problem.What} {problem.Advice}");
    }

    // A key that is missing stops the build, and is no reason to keep the rest of the plan to oneself.
    private static PackagingPlan Plan(FirmwareProject project, List<Diagnostic> problems)
    {
        PackagingRequest request;
        try
        {
            request = project.Request();
        }
        catch (FotaException e) when (e.Code == SettingErrors.KeyMissing)
        {
            if (!project.Settings.MakesDevelopmentKey)
                problems.Add(Diagnostic.Of(e));
            request = project.RequestSignedBy(() => throw e);
        }

        return PackagingPlan.Make(request, imageMayBeMissing: true);
    }

    private static PublicKeyState KeyOf(string file, List<Diagnostic> problems)
    {
        try
        {
            return new PublicKeyState(file, KeySummary.Of(VerificationKey.Load(file)));
        }
        catch (FotaException failure)
        {
            if (failure.Code != SigningErrors.KeyUnreadable)
                problems.Add(Diagnostic.Of(failure, file));
            return new PublicKeyState(file, null);
        }
    }
}

/// <summary>The image as it lies there; size and digest are null where there is none.</summary>
internal sealed record ImageState(string File, long? Size, string? Sha256);

/// <summary>A public key's file, and the key if it is there.</summary>
internal sealed record PublicKeyState(string File, KeySummary? Key);

/// <summary>Writes what becomes of an image as the rest of the JSON is written, in camel case.</summary>
internal sealed class ArchivingStepConverter() : JsonStringEnumConverter<ArchivingStep>(JsonNamingPolicy.CamelCase);
