namespace BillingOperator.Kubernetes.Configuration;

/// <summary>
/// Where the program of an exec plugin is: a path, relative to the folder of the kubeconfig, or a name that is found in
/// <c>PATH</c>, and nowhere else (client-go: exec.go, LookPath).
/// </summary>
internal static class ExecCommand
{
    private const UnixFileMode Executable =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The path of the program.</summary>
    /// <exception cref="KubernetesConfigurationException">It is not there, or may not be run.</exception>
    public static string Find(KubeconfigNode node)
    {
        const string Key = "command";
        var command = node.RequiredText(Key);
        var isPath = command.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal);
        var found = (isPath ? [node.FromOwnFolder(command)] : InPath(command)).Where(File.Exists).ToList();
        if (found.Find(IsExecutable) is { } program)
        {
            return program;
        }

        var error = found is [var file, ..]
            ? $"names {file}, which may not be run: chmod +x it"
            : $"names '{command}', which is not {(isPath ? "there" : "in PATH")}";
        var hint = node.Text("installHint") is { } text ? $". {text.Trim().TrimEnd('.')}" : "";
        throw node.Error(Key, error + hint);
    }

    private static IEnumerable<string> InPath(string command) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, command));

    private static bool IsExecutable(string file) =>
        OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & Executable) != 0;
}
