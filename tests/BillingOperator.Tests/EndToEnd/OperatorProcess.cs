using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using BillingOperator.TestEnvironment;
using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.Tests.EndToEnd;

/// <summary>The program as a process of its own, as it runs in a cluster.</summary>
public sealed class OperatorProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _log = new();
    private readonly HttpClient _http;

    private OperatorProcess(Process process, int port)
    {
        _process = process;
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        process.ErrorDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        process.BeginErrorReadLine();
    }

    /// <summary>What it logged so far.</summary>
    public string Log => string.Join('\n', _log);

    /// <summary>The process id, for signals.</summary>
    public int Id => _process.Id;

    /// <summary>Starts the program and waits until it is ready.</summary>
    public static Task<OperatorProcess> StartAsync(string kubeconfig, params string[] options) =>
        StartAsync(kubeconfig, new Dictionary<string, string>(), options);

    /// <summary>Starts the program with environment variables, and waits until it is ready.</summary>
    public static async Task<OperatorProcess> StartAsync(
        string kubeconfig,
        IReadOnlyDictionary<string, string> environment,
        params string[] options
    )
    {
        var started = Launch(kubeconfig, environment, options);
        await started.ReadyAsync();
        return started;
    }

    /// <summary>Starts the program, and does not wait.</summary>
    public static OperatorProcess Launch(string kubeconfig, params string[] options) =>
        Launch(kubeconfig, new Dictionary<string, string>(), options);

    /// <summary>Starts the program with environment variables, and does not wait.</summary>
    public static OperatorProcess Launch(
        string kubeconfig,
        IReadOnlyDictionary<string, string> environment,
        params string[] options
    ) => Launch(OperatorProgram.With, kubeconfig, environment, options);

    /// <summary>Starts another program than that of the tests, and does not wait.</summary>
    /// <param name="program">How it is started with arguments.</param>
    /// <param name="kubeconfig">The kubeconfig, where it finds it.</param>
    /// <param name="environment">Variables to add.</param>
    /// <param name="options">More options.</param>
    public static OperatorProcess Launch(
        Func<string[], ProcessStartInfo> program,
        string kubeconfig,
        IReadOnlyDictionary<string, string> environment,
        params string[] options
    )
    {
        var port = LoopbackPort.Free();
        string[] arguments =
        [
            "controller",
            "--kubeconfig",
            kubeconfig,
            "--http-port",
            port.ToString(CultureInfo.InvariantCulture),
            .. options.Contains("--namespace") ? [] : (string[])["--namespace", Installation.OwnNamespace],
            .. options.Contains("--log-format") ? [] : (string[])["--log-format", "text"],
            .. options,
        ];
        var start = program(arguments);
        start.RedirectStandardError = true;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        return new OperatorProcess(Process.Start(start)!, port);
    }

    /// <summary>Waits until it is ready.</summary>
    public Task ReadyAsync() => Eventually.TrueAsync(IsReadyAsync, StartsWithin, () => Log);

    /// <summary>Ends it without any warning, as a node that dies does.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to stop, as Kubernetes does, and returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        await SignalAsync("TERM");
        return await ExitAsync();
    }

    /// <summary>Sends it a signal, such as <c>STOP</c>.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits until it has ended, and returns its exit code.</summary>
    public async Task<int> ExitAsync()
    {
        using var patience = new CancellationTokenSource(StopsWithin);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    /// <summary>What it says at a path, such as <c>/metrics</c>.</summary>
    public Task<string> GetAsync(string path) => _http.GetStringAsync(new Uri(path, UriKind.Relative));

    /// <summary>The content type of its answer at a path.</summary>
    public async Task<string?> ContentTypeAsync(string path)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative));
        return answer.Content.Headers.ContentType?.ToString();
    }

    /// <summary>Whether it has ended, in whatever way.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>The HTTP status that it answers with at a path, such as <c>/healthz</c>.</summary>
    public async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }

    /// <summary>Whether it is up, and answers so at a path.</summary>
    public async Task<bool> AnswersAsync(string path, HttpStatusCode status)
    {
        try
        {
            return await StatusAsync(path) == status;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>The most memory it has used, in bytes; <see langword="null"/> once it has ended.</summary>
    public long? PeakMemory() => Memory("VmHWM:");

    /// <summary>The memory that it uses now, in bytes; <see langword="null"/> once it has ended.</summary>
    public long? ResidentMemory() => Memory("VmRSS:");

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }
        _process.Dispose();
        _http.Dispose();
    }

    private long? Memory(string field)
    {
        // The file stays until somebody has asked how the process ended, without the fields of its memory.
        var file = new FileInfo($"/proc/{Id}/status");
        var lines = file.Exists ? File.ReadLines(file.FullName) : [];
        if (lines.SingleOrDefault(text => text.StartsWith(field, StringComparison.Ordinal)) is not { } line)
        {
            return null;
        }

        var kilobytes = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        return long.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024;
    }

    private async Task<bool> IsReadyAsync()
    {
        if (_process.HasExited)
        {
            throw new InvalidOperationException($"the operator ended with {_process.ExitCode}:\n{Log}");
        }
        return await AnswersAsync("/readyz", HttpStatusCode.OK);
    }
}
