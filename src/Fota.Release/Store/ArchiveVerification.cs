using Fota.Errors;
using Fota.Release.Files;
using Fota.Release.Images;

namespace Fota.Release.Store;

/// <summary>Reads all of an archive and notes each fault instead of stopping at the first.</summary>
internal static class ArchiveVerification
{
    internal static IReadOnlyList<ArchiveFault> Run(IEnumerable<ProductFolder> folders, CancellationToken cancellationToken)
    {
        var faults = new List<ArchiveFault>();
        foreach (ProductFolder folder in folders)
        {
            Product? product = Check(folder.ProductFile, ArchiveJson.ReadProductFile, faults);
            foreach (string file in folder.ReleaseFiles())
                CheckImage(folder, product, file, Check(file, ArchiveJson.ReadRelease, faults), faults, cancellationToken);
            foreach (string file in folder.BuildFiles())
            {
                ArchivedBuild? build = Check(file, ArchiveJson.ReadBuild, faults);
                CheckImage(folder, product, file, build?.Current, faults, cancellationToken);
                CheckImage(folder, product, file, build?.Previous, faults, cancellationToken);
            }
        }

        return faults;
    }

    private static void CheckImage(
        ProductFolder folder, Product? product, string file, ArchivedImage? image, List<ArchiveFault> faults, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (image is null)
            return;
        if (product is not null && image.Product != product)
        {
            const string Advice = "Move the release to the folder of its product, or remove it and add its image again.";
            faults.Add(new ArchiveFault(
                ReleaseErrors.ArchiveDamaged, file, $"It belongs to the product {image.Product}, its folder to {product}.", Advice));
        }

        Check(file, _ => folder.ReadImage(image), faults);
    }

    private static T? Check<T>(string file, Func<string, T> read, List<ArchiveFault> faults)
        where T : class
    {
        try
        {
            return read(file);
        }
        catch (FotaException e)
        {
            faults.Add(new ArchiveFault(e.Code, e.File ?? file, e.Message, e.Advice));
        }
        catch (Exception e) when (FileFaults.IsFileFault(e))
        {
            FotaException fault = FileFaults.Archive(file, e);
            faults.Add(new ArchiveFault(fault.Code, file, fault.Message, fault.Advice));
        }

        return null;
    }
}
