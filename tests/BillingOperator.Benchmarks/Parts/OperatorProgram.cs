using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.Benchmarks.Parts;

/// <summary>The published operator as a process.</summary>
internal sealed partial class OperatorProgram : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private readonly Process _process;
    private readonly HttpClient _http;
    private readonly string _log;

    private OperatorProgram(Process process, DateTimeOffset startedAt, int port, string log)
    {
        _process = process;
        StartedAt = startedAt;
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        _log = log;
    }

    /// <summary>The moment before the process was made.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>The most memory that it has had, in MiB.</summary>
    public double PeakMemory => KilobytesOf("VmHWM") / 1024.0;

    /// <summary>Processor time so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts the program; it is not ready yet.</summary>
    public static OperatorProgram Start(string program, string kubeconfig)
    {
        var port = LoopbackPort.Free();
        var log = Path.GetTempFileName();
        var start = new ProcessStartInfo("/bin/sh")
        {
            // The shell is replaced by the program, which then writes its log without a reader that takes time.
            ArgumentList =
            {
                "-c",
                "exec \"$@\" 2> \"$0\"",
                log,
                program,
                "controller",
                "--kubeconfig",
                kubeconfig,
                "--namespace",
                Stage.OwnNamespace,
                "--http-port",
                port.ToString(CultureInfo.InvariantCulture),
            },
        };
        foreach (Match setting in RuntimeSettings().Matches(File.ReadAllText(Repository.PathOf("Dockerfile"))))
        {
            // As in the container.
            start.Environment[setting.Groups["name"].Value] = setting.Groups["value"].Value;
        }

        var startedAt = TimeProvider.System.GetUtcNow();
        return new OperatorProgram(Process.Start(start)!, startedAt, port, log);
    }

    /// <summary>Waits until so many tenants are billable, by the operator's own metric.</summary>
    public async Task TenantsReadyAsync(int tenants, CancellationToken cancellationToken)
    {
        var line = $"billing_tenants{{state=\"Billable\"}} {tenants}";
        while (!await ShowsAsync(line, cancellationToken))
        {
            await Task.Delay(Look, cancellationToken);
        }
    }

    /// <summary>Waits until settings are ready, by the operator's own metric.</summary>
    public async Task SettingsReadyAsync(string name, CancellationToken cancellationToken)
    {
        var line = $"billing_settings_ready{{settings=\"{name}\"}} 1";
        while (!await ShowsAsync(line, cancellationToken))
        {
            await Task.Delay(Look, cancellationToken);
        }
    }

    /// <summary>Asks it to stop and waits until it has.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _http.Dispose();
        File.Delete(_log);
    }

    private async Task<bool> ShowsAsync(string line, CancellationToken cancellationToken)
    {
        if (_process.HasExited)
        {
            throw new InvalidOperationException(
                $"the operator ended with {_process.ExitCode}:\n{await File.ReadAllTextAsync(_log, cancellationToken)}"
            );
        }

        try
        {
            var metrics = await _http.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellationToken);
            return metrics.Split('\n').Contains(line);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"(?<name>DOTNET_\w+)=(?<value>\S+)")]
    private static partial Regex RuntimeSettings();

    private long KilobytesOf(string name)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status")
            .Single(text => text.StartsWith($"{name}:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
