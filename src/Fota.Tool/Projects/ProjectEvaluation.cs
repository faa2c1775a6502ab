using System.Runtime.CompilerServices;
using Fota.Errors;
using Microsoft.Build.Evaluation;
using Microsoft.Build.Exceptions;
using Microsoft.Build.Locator;

namespace Fota.Tool.Projects;

/// <summary>
/// Evaluates a project with the MSBuild of the SDK that the project itself would be built with, so that the tool sees the very
/// properties that the build sees.
/// </summary>
internal static class ProjectEvaluation
{
    /// <summary>Evaluates a project.</summary>
    /// <param name="project">Full path of the project.</param>
    /// <param name="globalProperties">As <c>dotnet build -p:</c> would set them.</param>
    /// <returns>Gives the value of a property, empty where it has none.</returns>
    /// <exception cref="FotaException">There is no SDK, the project is faulty, or it does not import Fota.Build.</exception>
    public static Func<string, string> Run(string project, IReadOnlyDictionary<string, string> globalProperties)
    {
        if (!MSBuildLocator.IsRegistered)
            MSBuildLocator.RegisterInstance(FindSdk(project));
        return Evaluate(project, globalProperties);
    }

    private static VisualStudioInstance FindSdk(string project)
    {
        var options = new VisualStudioInstanceQueryOptions
        {
            DiscoveryTypes = DiscoveryType.DotNetSdk,
            // The SDK that the global.json beside the project asks for, not the one of the current folder.
            WorkingDirectory = Path.GetDirectoryName(project),
        };
        return MSBuildLocator.QueryVisualStudioInstances(options).FirstOrDefault() ?? throw new FotaException(
            ToolErrors.SdkMissing, $"No .NET SDK was found for '{project}'.", "Install the SDK that its global.json asks for; 'dotnet --list-sdks' shows what is there.");
    }

    // A method of its own: its types must not be looked up before an MSBuild is registered.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Func<string, string> Evaluate(string project, IReadOnlyDictionary<string, string> globalProperties)
    {
        try
        {
            using var collection = new ProjectCollection(new Dictionary<string, string>(globalProperties));
            Project evaluated = collection.LoadProject(project);
            if (evaluated.GetPropertyValue("FotaBuildImported") != "true")
            {
                throw new FotaException(
                    ToolErrors.ProjectNotRestored,
                    $"'{project}' does not import Fota.Build: it is not restored, or has no such PackageReference.",
                    $"Run 'dotnet restore' on it; if that does not help, run 'dotnet add \"{project}\" package Fota.Build'.");
            }

            return evaluated.GetPropertyValue;
        }
        catch (InvalidProjectFileException failure)
        {
            throw new FotaException(
                ToolErrors.ProjectInvalid, $"{failure.ProjectFile}({failure.LineNumber}): {failure.BaseMessage}", "Mend the project; 'dotnet build' says the same.", failure);
        }
    }
}
