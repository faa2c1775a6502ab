using System.Text;
using System.Text.Json;

namespace Fota.Tool.Explain;

/// <summary>An explanation as one HTML page that needs nothing else: no network, no other file.</summary>
internal static class ExplanationPage
{
    /// <summary>Creates the page.</summary>
    public static byte[] Create(Explainer explainer, Explanation explanation, string oldName, string newName)
    {
        var names = explanation.Symbols.ToDictionary(each => (each.Offset, each.Size), each => each.Name);
        var data = new PageData(
            explanation,
            oldName,
            newName,
            explainer.NewMap.HasSymbols,
            explainer.OldMap.HasSymbols,
            [.. explainer.Costs.Stretches.Select(each => Stretch(explainer, each))],
            [.. explainer.NewMap.Regions.Select(each => new object[]
            {
                each.Start, names.GetValueOrDefault((each.Start, each.Size), each.Name), each.Section, explainer.NewMap.AddressOf(each.Start),
            })]);
        // The default encoder escapes '<', so that no name of a symbol can end the script element.
        string json = JsonSerializer.Serialize(data, ToolJson.Compact.PageData);
        return Encoding.UTF8.GetBytes(PageResources.Read("page.html")
            .Replace("/*STYLE*/", PageResources.Read("page.css"), StringComparison.Ordinal)
            .Replace("/*SCRIPT*/", PageResources.Read("page.js"), StringComparison.Ordinal)
            .Replace("/*DATA*/", json, StringComparison.Ordinal));
    }

    private static int[] Stretch(Explainer explainer, PatchStretch stretch)
    {
        int cost = 0;
        foreach (int each in explainer.Costs.Costs[stretch.Target..stretch.End])
            cost += each;
        int operation = stretch.Kind switch
        {
            Delta.Jojo.JojoOperationKind.Mod => 1,
            Delta.Jojo.JojoOperationKind.Ins => 2,
            _ => 0,
        };
        return [stretch.Target, stretch.Length, operation, stretch.Source, cost];
    }
}

/// <summary>What the page's script draws.</summary>
/// <param name="Explanation">The sums.</param>
/// <param name="OldName">The old image's file name.</param>
/// <param name="NewName">The new image's file name.</param>
/// <param name="HasSymbols">Whether names are symbols of the new ELF file.</param>
/// <param name="HasOldSymbols">Whether the old ELF file was there too.</param>
/// <param name="Stretches">Target, length, operation (0 copy, 1 replace, 2 insert), source, bytes of patch.</param>
/// <param name="Regions">Offset, name, section and address of each region.</param>
internal sealed record PageData(
    Explanation Explanation, string OldName, string NewName, bool HasSymbols, bool HasOldSymbols, IReadOnlyList<int[]> Stretches, IReadOnlyList<object[]> Regions);
