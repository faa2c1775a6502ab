namespace Fota.Errors;

/// <summary>What kind of failure an <see cref="ErrorCode"/> stands for. The value is the exit code of the <c>fota</c> command.</summary>
public enum ErrorCategory
{
    /// <summary>A rule of the project refused the work: a gate bound, a version order, a missing signature.</summary>
    Refused = 1,

    /// <summary>The command line or the project's properties ask for something that cannot be meant.</summary>
    Usage = 2,

    /// <summary>A file is damaged, or crafted: a patch, an image, a manifest, a key.</summary>
    Damaged = 3,

    /// <summary>The machine lacks something: a tool, a file, room on the disk, a permission.</summary>
    Environment = 4,
}
