namespace Fota.Delta.InPlace;

/// <summary>A patch and the plan by which it is applied in place. The patch is one like any other: decoders for two slots apply it too.</summary>
/// <param name="Plan">Where each block is built.</param>
/// <param name="Patch">The patch.</param>
/// <param name="UnrestrictedSize">The size in bytes of the patch that a device with two slots would get: what the restriction cost is above it.</param>
public sealed record InPlaceUpdate(InPlacePlan Plan, byte[] Patch, int UnrestrictedSize);
