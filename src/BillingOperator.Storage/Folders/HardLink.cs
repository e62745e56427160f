using System.Runtime.InteropServices;

namespace BillingOperator.Storage.Folders;

/// <summary>
/// Gives a file its name only where no file has it: of two writers, in whatever processes, one wins. On Unix
/// <see cref="File.Move(string, string)"/> does not do that: it looks first, and then renames over whatever has come since.
/// </summary>
internal static partial class HardLink
{
    private const int FileExists = 17; // EEXIST, the same on all Unix systems.

    /// <summary>Makes a finished file appear under another name; the old name may or may not remain.</summary>
    /// <returns>Whether the name was free.</returns>
    /// <exception cref="IOException">The file system refuses.</exception>
    public static bool TryCreate(string finished, string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            if (Link(finished, path) == 0)
            {
                return true;
            }
            if (Marshal.GetLastPInvokeError() == FileExists)
            {
                return false;
            }
        }
        // Windows; and file systems without links, which leave nothing better.
        try
        {
            File.Move(finished, path);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string created);
}
