using Fota.Errors;

namespace Fota.Tool;

/// <summary>The failures that only the command line knows (FOTA7xxx); docs/errors.md explains each.</summary>
public static class ToolErrors
{
    /// <summary>An unknown command or option, a missing argument, or a value that cannot be meant.</summary>
    public static readonly ErrorCode CommandLine = new("FOTA7001", ErrorCategory.Usage, "Command line not understood");

    /// <summary>A file that a command needs does not exist or cannot be read.</summary>
    public static readonly ErrorCode InputUnreadable = new("FOTA7002", ErrorCategory.Environment, "Input cannot be read");

    /// <summary>The output exists, and the command was not told to replace it.</summary>
    public static readonly ErrorCode OutputExists = new("FOTA7003", ErrorCategory.Refused, "Output exists already");

    /// <summary>The output cannot be written: no such folder, no permission, no room.</summary>
    public static readonly ErrorCode OutputUnwritable = new("FOTA7004", ErrorCategory.Environment, "Output cannot be written");

    /// <summary>An input is larger than any firmware image or patch can be.</summary>
    public static readonly ErrorCode InputTooLarge = new("FOTA7005", ErrorCategory.Damaged, "Input too large");

    /// <summary>A patch gave another image than the one asked for.</summary>
    public static readonly ErrorCode ResultDiffers = new("FOTA7006", ErrorCategory.Damaged, "Patched image is not the expected one");

    /// <summary>The output would replace a private key, a link, a pipe or a device.</summary>
    public static readonly ErrorCode OutputProtected = new("FOTA7008", ErrorCategory.Refused, "Output is never replaced");

    /// <summary>A file that should be a patch is an image, an archive or a container.</summary>
    public static readonly ErrorCode NoPatch = new("FOTA7009", ErrorCategory.Usage, "The file is no patch");

    /// <summary>An ELF file is whole, but not for Cortex-M.</summary>
    public static readonly ErrorCode ElfUnsupported = new("FOTA7011", ErrorCategory.Usage, "ELF file for another machine");

    /// <summary>An ELF file does not belong to the image.</summary>
    public static readonly ErrorCode ElfMismatch = new("FOTA7012", ErrorCategory.Usage, "ELF file belongs to another image");

    /// <summary>The linker's map is none of GNU ld.</summary>
    public static readonly ErrorCode LinkerMapUnknown = new("FOTA7013", ErrorCategory.Usage, "Linker map of another kind");

    /// <summary>There is no project where one was named.</summary>
    public static readonly ErrorCode ProjectNotFound = new("FOTA7020", ErrorCategory.Usage, "Project not found");

    /// <summary>The machine has no .NET SDK that the project can be evaluated with.</summary>
    public static readonly ErrorCode SdkMissing = new("FOTA7021", ErrorCategory.Environment, "No .NET SDK for the project");

    /// <summary>The project does not import Fota.Build.</summary>
    public static readonly ErrorCode ProjectNotRestored = new("FOTA7022", ErrorCategory.Usage, "Project does not import Fota.Build");

    /// <summary>MSBuild cannot evaluate the project.</summary>
    public static readonly ErrorCode ProjectInvalid = new("FOTA7023", ErrorCategory.Usage, "Project cannot be evaluated");

    /// <summary>A project's last build has no signed patch, or its base is gone.</summary>
    public static readonly ErrorCode NothingToEmulate = new("FOTA7026", ErrorCategory.Usage, "No update to emulate");

    /// <summary>The archive has several products, and none was named.</summary>
    public static readonly ErrorCode ProductAmbiguous = new("FOTA7024", ErrorCategory.Usage, "Product not named");

    /// <summary>The server's address or port is taken, or not this machine's.</summary>
    public static readonly ErrorCode PortUnavailable = new("FOTA7030", ErrorCategory.Environment, "Cannot listen on the port");

    /// <summary>The server or folder that a package is published to does not take it.</summary>
    public static readonly ErrorCode PublishFailed = new("FOTA7031", ErrorCategory.Environment, "Cannot publish");

    /// <summary>The version is published already, with other bits.</summary>
    public static readonly ErrorCode PublishedDiffers = new("FOTA7032", ErrorCategory.Refused, "The version is published already, with other bits");

    /// <summary>A feed is down, too slow, or no source is configured at all.</summary>
    public static readonly ErrorCode FeedUnavailable = new("FOTA7041", ErrorCategory.Environment, "Feed does not answer");

    /// <summary>A feed wants other credentials.</summary>
    public static readonly ErrorCode FeedRefused = new("FOTA7042", ErrorCategory.Environment, "Feed refuses the credentials");

    /// <summary>A version that is asked for is in no feed: never pushed, or withdrawn.</summary>
    public static readonly ErrorCode PackageNotInFeed = new("FOTA7043", ErrorCategory.Usage, "No feed has the package");

    /// <summary>A feed gives a file that is no package.</summary>
    public static readonly ErrorCode FeedPackageDamaged = new("FOTA7044", ErrorCategory.Damaged, "Package of the feed is damaged");

    /// <summary>The lock file of the bases is not what the feeds and settings mean today.</summary>
    public static readonly ErrorCode BasesOutdated = new("FOTA7045", ErrorCategory.Refused, "fota.bases.json is out of date");

    /// <summary>A file that should list versions in the field has another line.</summary>
    public static readonly ErrorCode FleetInvalid = new("FOTA7046", ErrorCategory.Usage, "File lists no fleet");
}
