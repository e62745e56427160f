using BillingOperator.ControllerRuntime.Controllers;
using BillingOperator.ControllerRuntime.Hosting;
using BillingOperator.Kubernetes.Configuration;
using BillingOperator.Kubernetes.Entities;
using BillingOperator.TestEnvironment;
using BillingOperator.TestEnvironment.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BillingOperator.ControllerRuntime.Tests.Cluster;

/// <summary>An operator for widgets in one namespace, as a program would host it.</summary>
internal sealed class TestOperator : IAsyncDisposable
{
    private const string InSync = "Widget cache is in sync";

    private readonly IHost _host;
    private bool _stopped;

    /// <summary>Puts it together. Without leader election, unless asked for.</summary>
    public TestOperator(
        ClusterFixture cluster,
        string @namespace,
        Action<OperatorOptions>? options = null,
        Action<IOperatorBuilder>? parts = null,
        Uri? server = null,
        Action<ControllerOptions<Widget>>? controller = null,
        Action<KubernetesClientOptions>? client = null,
        ManualTime? time = null
    )
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Debug).AddProvider(Log);
        builder.Services.AddSingleton(Controller);
        cluster.AddClient(
            builder.Services,
            server ?? cluster.ControlPlane.Server,
            settings =>
            {
                // Time that a test lets pass is not that of a request, which may still be under way.
                settings.RequestTimeout = time is null ? settings.RequestTimeout : TimeSpan.FromDays(1);
                client?.Invoke(settings);
            }
        );
        var operatorBuilder = builder.Services.AddKubernetesOperator(settings =>
        {
            settings.Name = "widget-operator";
            settings.Namespace = @namespace;
            settings.LeaderElection = false;
            // Tests share the cluster, and are not rivals.
            settings.LeaseName = @namespace;
            options?.Invoke(settings);
        });
        operatorBuilder.AddController<RecordingController, Widget>(settings =>
        {
            settings.Namespace = @namespace;
            controller?.Invoke(settings);
        });
        if (time is not null)
        {
            builder.Services.AddSingleton<TimeProvider>(time);
        }
        parts?.Invoke(operatorBuilder);
        _host = builder.Build();
    }

    public RecordingController Controller { get; } = new();

    public CapturedLog Log { get; } = new();

    public IHostApplicationLifetime Lifetime => Get<IHostApplicationLifetime>();

    public IServiceProvider Services => _host.Services;

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    public ControllerRuntime.Caching.IEntityCache<Widget> Cache =>
        Get<ControllerRuntime.Caching.IEntityCache<Widget>>();

    public Widget? Cached(string @namespace, string name) => Cache.Get(new EntityKey(@namespace, name));

    public Task StartAsync() => _host.StartAsync();

    /// <summary>Starts it and waits for the first list.</summary>
    public async Task<TestOperator> StartInSyncAsync()
    {
        await _host.StartAsync();
        await (
            Get<TimeProvider>() is ManualTime time
                ? time.PassUntilAsync(SaysInSync, InSync)
                : Eventually.TrueAsync(SaysInSync, InSync)
        );
        return this;
    }

    /// <summary>The last that it does with its first list is to say so.</summary>
    private bool SaysInSync() =>
        Log.At(LogLevel.Information).Any(line => line.Contains(InSync, StringComparison.Ordinal));

    public async Task StopAsync()
    {
        if (!_stopped)
        {
            _stopped = true;
            await _host.StopAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _host.Dispose();
    }
}
