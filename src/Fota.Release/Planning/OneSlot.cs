using Fota.Delta.InPlace;

namespace Fota.Release.Planning;

/// <summary>That devices have room for one image, which is replaced where it lies (<c>FotaSlots</c>).</summary>
/// <param name="Region">The flash for the image and its spare sectors.</param>
/// <param name="SpareSectors">How many sectors must be free beside the larger of the old and the new image.</param>
public sealed record OneSlot(FlashRegion Region, int SpareSectors);
