using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BillingOperator.Manifests;

/// <summary>Opens files, and nothing that would make a reader wait for ever: no pipes, no terminals, no endless devices.</summary>
internal static partial class RegularFile
{
    private const long MaxBytes = 64 * 1024 * 1024;

    /// <summary>Opens a file to read it.</summary>
    /// <exception cref="IOException">It is no regular file, is too large, or cannot be opened; the message says why.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FileStream Open(string path)
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS())
        {
            RefusePipes(path);
        }

        var file = File.OpenRead(path);
        if (file.Length <= MaxBytes && (file.Length > 0 || file.ReadByte() < 0))
        {
            return file;
        }

        file.Dispose();
        throw new IOException($"is no file of at most {MaxBytes / 1024 / 1024} MiB: name another");
    }

    // Opening a pipe waits for its writer, unless it is asked not to.
    private static void RefusePipes(string path)
    {
        const int ReadOnly = 0;
        var nonBlocking = OperatingSystem.IsLinux() ? 0x800 : 0x4;
        using var handle = new SafeFileHandle(OpenNow(path, ReadOnly | nonBlocking), ownsHandle: true);
        if (handle.IsInvalid)
        {
            // File.OpenRead says why.
            return;
        }

        using var opened = new FileStream(handle, FileAccess.Read, bufferSize: 0);
        if (!opened.CanSeek)
        {
            throw new IOException("is a pipe or a device: name a file, or - for the standard input");
        }
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenNow(string path, int flags);
}
