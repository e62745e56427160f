using System.Diagnostics;
using System.Text;
using System.Text.Json;
using BillingOperator.Kubernetes.Configuration;

namespace BillingOperator.Kubernetes.Authentication;

/// <summary>Runs the program that hands out credentials, and reads what it prints.</summary>
internal sealed class ExecPlugin(ExecConfiguration configuration, TimeProvider timeProvider)
{
    private const string InfoVariable = "KUBERNETES_EXEC_INFO";
    private const int LongestComplaint = 1024;
    private const int LongestAnswer = 1024 * 1024;
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    /// <summary>Runs the program once.</summary>
    /// <exception cref="KubernetesConfigurationException">It is missing, fails, or prints no credential.</exception>
    public async Task<ExecCredentialStatus> RunAsync(CancellationToken cancellationToken)
    {
        using var limit = new TimeLimit(Timeout, timeProvider, cancellationToken);
        using var process = Start();
        try
        {
            var output = ReadAsync(process.StandardOutput, limit.Token);
            var complaint = ReadAsync(process.StandardError, limit.Token);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            var printed = await output.ConfigureAwait(false);
            var complained = (await complaint.ConfigureAwait(false)).Trim();
            return process.ExitCode == 0
                ? Parse(printed)
                : throw Fault(
                    $"exited with {process.ExitCode}: {complained[..Math.Min(complained.Length, LongestComplaint)]}"
                );
        }
        catch (OperationCanceledException e)
        {
            process.Kill(entireProcessTree: true);
            if (!limit.IsExceeded)
            {
                throw;
            }

            throw Fault($"did not end within {Timeout.TotalSeconds:0} s", e);
        }
    }

    /// <summary>Reads all, and keeps what a credential may take: the rest is not one.</summary>
    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var kept = new StringBuilder();
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            kept.Append(buffer, 0, Math.Min(count, LongestAnswer - kept.Length));
        }

        return kept.ToString();
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(configuration.Command, configuration.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in configuration.Environment)
        {
            start.Environment[name] = value;
        }

        start.Environment[InfoVariable] = Info();
        try
        {
            var process = Process.Start(start) ?? throw Fault("did not start");
            // Nobody is there to answer a question.
            process.StandardInput.Close();
            return process;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw Fault($"cannot be started: {e.Message}", e);
        }
    }

    private string Info() =>
        JsonSerializer.Serialize(
            new ExecCredential
            {
                ApiVersion = configuration.ApiVersion,
                Kind = "ExecCredential",
                Spec = new ExecCredentialSpec(configuration.ClusterInfo, Interactive: false),
            },
            ExecCredentialJsonContext.Default.ExecCredential
        );

    private ExecCredentialStatus Parse(string printed)
    {
        ExecCredential? answer;
        try
        {
            answer = JsonSerializer.Deserialize(printed, ExecCredentialJsonContext.Default.ExecCredential);
        }
        catch (JsonException e)
        {
            throw Fault($"printed no ExecCredential: {e.Message}", e);
        }

        if (answer?.ApiVersion != configuration.ApiVersion)
        {
            throw Fault($"speaks {answer?.ApiVersion}, but the kubeconfig says {configuration.ApiVersion}");
        }

        if (answer.Status?.Token is { } token && HeaderText.FindError(token) is { } error)
        {
            throw Fault($"printed a token that {error}");
        }

        return
            answer.Status is { } status
            && (
                status.Token is { Length: > 0 }
                || status is { ClientCertificateData: not null, ClientKeyData: not null }
            )
            ? status
            : throw Fault("printed neither a token nor a client certificate with its key");
    }

    private KubernetesConfigurationException Fault(string error, Exception? cause = null) =>
        new($"The exec plugin '{configuration.Command}' {error}", cause);
}
