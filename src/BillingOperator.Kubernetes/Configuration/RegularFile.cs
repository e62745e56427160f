using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BillingOperator.Kubernetes.Configuration;

/// <summary>
/// Opens files that somebody else names, and nothing that would make a reader wait for ever or fill its memory: no pipes, no
/// terminals, no endless devices.
/// </summary>
public static partial class RegularFile
{
    private const string NoFile = "is a pipe or a device: ";

    /// <summary>Opens a file to read it.</summary>
    /// <param name="path">Its path; links are followed.</param>
    /// <param name="maxMebibytes">The most that it may hold.</param>
    /// <param name="remedy">What to do where it is no regular file.</param>
    /// <exception cref="UnreadableFileException">It is no regular file, or is too large.</exception>
    /// <exception cref="IOException">It cannot be opened; the message says why.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FileStream Open(string path, int maxMebibytes, string remedy = "name a file")
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS())
        {
            RefusePipes(path, remedy);
        }

        var file = File.OpenRead(path);
        if (file.Length > maxMebibytes * 1024L * 1024)
        {
            file.Dispose();
            throw new UnreadableFileException($"holds more than {maxMebibytes} MiB: split it, or name another");
        }
        if (file.Length == 0 && file.ReadByte() >= 0)
        {
            file.Dispose();
            throw new UnreadableFileException(NoFile + remedy);
        }

        return file;
    }

    /// <summary>Reads a file of at most a mebibyte as UTF-8: a certificate, a key, a token.</summary>
    /// <exception cref="IOException">It is no regular file, is too large, or cannot be opened; the message says why.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    internal static string ReadText(string path)
    {
        using var reader = new StreamReader(Open(path, maxMebibytes: 1));
        return reader.ReadToEnd();
    }

    // Opening a pipe waits for its writer, unless it is asked not to.
    private static void RefusePipes(string path, string remedy)
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
            throw new UnreadableFileException(NoFile + remedy);
        }
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenNow(string path, int flags);
}
