using Fota.Release.Images;
using Fota.Release.Manifest;

namespace Fota.Release.Container;

/// <summary>What a device downloads: the header of <c>update.fota</c>, its signature, and the patch or image that it carries.</summary>
internal static class ContainerSize
{
    /// <summary>The size of the file that carries a patch, its plan included.</summary>
    internal static ByteSize Of(ManifestPatch patch, ByteSize signature) => Of(patch.PayloadSize, signature);

    /// <summary>The size of the file that carries the full image.</summary>
    internal static ByteSize Of(ManifestImage image, ByteSize signature) => Of(image.Size, signature);

    private static ByteSize Of(ByteSize payload, ByteSize signature) => new(UpdateHeader.Size + signature.Bytes + payload.Bytes);
}
