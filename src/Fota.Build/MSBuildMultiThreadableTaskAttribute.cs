namespace Microsoft.Build.Framework;

/// <summary>
/// Tells MSBuild that a task may run beside others in one process (<c>-mt</c>): it uses neither the current directory nor
/// changes the environment. MSBuild looks for the attribute by its full name, in whichever assembly; the API that the tasks
/// are compiled against does not have it yet.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class MSBuildMultiThreadableTaskAttribute : Attribute;
