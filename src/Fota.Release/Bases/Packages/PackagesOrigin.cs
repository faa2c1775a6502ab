namespace Fota.Release.Bases.Packages;

/// <summary>Where the packages of a project's bases are, and who may have signed them.</summary>
/// <param name="Lock">The file that pins them, <see cref="BaseLock.FileName"/>.</param>
/// <param name="Id">Their id.</param>
/// <param name="Folders">The folders that NuGet extracts packages into, the first to look into first.</param>
/// <param name="PublicKeyFiles">The public keys that devices accept.</param>
public sealed record PackagesOrigin(string Lock, BasePackageId Id, IReadOnlyList<string> Folders, IReadOnlyList<string> PublicKeyFiles);
