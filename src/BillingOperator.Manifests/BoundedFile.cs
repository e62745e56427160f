using System.Runtime.InteropServices;
using BillingOperator.Kubernetes.Configuration;

namespace BillingOperator.Manifests;

/// <summary>Reads files, and nothing that would make a reader wait for ever: no pipes, no terminals, no endless devices.</summary>
public static partial class BoundedFile
{
    private const int MaxMebibytes = 64;

    /// <summary>Where a shell keeps the pipes of <c>&lt;(kustomize build)</c>.</summary>
    private static readonly string[] Inherited = ["/dev/fd/", "/proc/self/fd/"];

    /// <summary>The standard input by its paths.</summary>
    private static readonly string[] StandardInput = ["/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"];

    /// <summary>Opens the standard input.</summary>
    /// <exception cref="UnreadableFileException">It is closed.</exception>
    public static Stream OpenStandardInput()
    {
        RefuseClosedInput();
        return Console.OpenStandardInput();
    }

    /// <summary>Opens a file to read it.</summary>
    /// <exception cref="IOException">It is no regular file, or cannot be opened; the message says why.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static Stream Open(string path)
    {
        if (StandardInput.Contains(path))
        {
            RefuseClosedInput();
        }
        else if (!Inherited.Any(place => path.StartsWith(place, StringComparison.Ordinal)))
        {
            return RegularFile.Open(path, MaxMebibytes, "name a file, or - for the standard input");
        }

        return File.OpenRead(path);
    }

    /// <summary>All that a stream holds.</summary>
    /// <exception cref="UnreadableFileException">It is more than a file of manifests can be, or has no end.</exception>
    public static ReadOnlyMemory<byte> ReadAll(Stream stream)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[64 * 1024];
        while (stream.Read(chunk) is > 0 and var count)
        {
            if (buffer.Length + count > MaxMebibytes * 1024 * 1024)
            {
                throw new UnreadableFileException(
                    $"holds more than {MaxMebibytes} MiB: split it, or name the files with the manifests only"
                );
            }

            buffer.Write(chunk, 0, count);
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    // Where nothing stands at 0, the runtime puts a pipe of its own there, on which a reader would wait for ever. What a
    // process opens itself is closed for its children; what it was given cannot be.
    private static void RefuseClosedInput()
    {
        const int GetFlags = 1;
        const int CloseOnExec = 1;
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
        {
            return;
        }

        var flags = Control(0, GetFlags);
        if (flags < 0 || (flags & CloseOnExec) != 0)
        {
            throw new UnreadableFileException(
                "is closed: send manifests into it, such as kustomize build . | billing-operator validate -"
            );
        }
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int descriptor, int command);
}
