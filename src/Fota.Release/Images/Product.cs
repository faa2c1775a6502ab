using System.Text;
using Fota.Errors;

namespace Fota.Release.Images;

/// <summary>A product: all devices that run the same firmware.</summary>
public sealed record Product
{
    /// <summary>The most characters that a name may have.</summary>
    public const int MaxLength = 64;

    private Product(string name)
    {
        Name = name;
        Id = ProductId.Of(name);
    }

    /// <summary>The name, as <c>FotaProduct</c> gives it.</summary>
    public string Name { get; }

    /// <summary>What stands for the name in the image and in <c>update.fota</c>.</summary>
    public ProductId Id { get; }

    /// <summary>Checks a name.</summary>
    /// <exception cref="FotaException">The name is empty, too long, or has characters that cannot be meant (FOTA3001).</exception>
    public static Product Parse(string? name) => Fault(name) is not { } fault
        ? new Product(name!)
        : throw new FotaException(
            ReleaseErrors.ProductInvalid,
            $"The product's name {fault}.",
            $"Set FotaProduct to a name of 1 to {MaxLength} characters, such as sensor-node; it never changes in the product's life.");

    /// <summary>What is wrong with a name; null where nothing is.</summary>
    internal static string? Fault(string? name)
    {
        if (string.IsNullOrEmpty(name))
            return "is empty";
        if (name.Length > MaxLength)
            return $"has {name.Length} characters";
        if (name.Any(char.IsControl) || !IsWellFormed(name))
            return "has control characters or broken Unicode";
        return char.IsWhiteSpace(name[0]) || char.IsWhiteSpace(name[^1]) ? "begins or ends with a space" : null;
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    private static bool IsWellFormed(string name)
    {
        foreach (Rune rune in name.EnumerateRunes())
        {
            // An unpaired surrogate enumerates as the replacement character, which no name needs.
            if (rune == Rune.ReplacementChar)
                return false;
        }

        return true;
    }
}
