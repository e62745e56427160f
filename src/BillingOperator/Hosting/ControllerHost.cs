using BillingOperator.Api.Serialization;
using BillingOperator.ControllerRuntime.Health;
using BillingOperator.ControllerRuntime.Hosting;
using BillingOperator.ControllerRuntime.Metrics;
using BillingOperator.Controllers.Hosting;
using BillingOperator.Controllers.Settings;
using BillingOperator.Kubernetes.Configuration;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using Serilog;

namespace BillingOperator.Hosting;

/// <summary>Puts the operator together and runs it until it is told to stop.</summary>
internal static class ControllerHost
{
    private const string Name = "billing-operator";

    // Kubernetes waits 30 s before it kills.
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(28);

    /// <summary>Runs the operator.</summary>
    /// <returns>The exit code: 0 after an orderly stop, 1 when leadership was lost.</returns>
    /// <exception cref="MisuseException">The port cannot be listened on.</exception>
    /// <exception cref="KubernetesConfigurationException">There is no usable kubeconfig.</exception>
    public static async Task<int> RunAsync(ControllerSettings settings, CancellationToken cancellationToken)
    {
        await using var logger = Logging.Create(settings.LogFormat, settings.LogLevel);
        var cluster = KubernetesClientConfiguration.Load(settings.Kubeconfig);
        ListeningPort.MustBeFree(settings.HttpPort);
        await using var app = Build(settings, cluster, logger);
        var lifetime = app.Lifetime; // A host that did not start is disposed of by itself, and tells no more.
        try
        {
            await app.RunAsync(cancellationToken);
        }
        catch (Exception) when (WasStoppedBeforeItStarted(lifetime, cancellationToken))
        {
            // It holds nothing yet, and however a call ends that was cancelled is no error.
            return 0;
        }

        return Environment.ExitCode;
    }

    // A signal is heard by the command line and by the host, in no certain order.
    private static bool WasStoppedBeforeItStarted(
        IHostApplicationLifetime lifetime,
        CancellationToken cancellationToken
    ) =>
        !lifetime.ApplicationStarted.IsCancellationRequested
        && (cancellationToken.IsCancellationRequested || lifetime.ApplicationStopping.IsCancellationRequested);

    private static WebApplication Build(
        ControllerSettings settings,
        KubernetesClientConfiguration cluster,
        Serilog.ILogger logger
    )
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = Name });
        // OpenTelemetry looks for them in the configuration; nothing else of the environment may reach the host through it.
        builder.Configuration.AddInMemoryCollection(TelemetryVariables.Read());
        builder.Logging.AddSerilog(logger);
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenAnyIP(settings.HttpPort));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopsWithin);
        builder.Services.AddSingleton(settings).AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(cluster);
        builder.Services.AddSingleton(EnvironmentProxy.Read(Environment.GetEnvironmentVariable));
        AddOperator(builder.Services, settings, settings.Namespace ?? cluster.Namespace);
        AddTelemetry(builder.Services);

        var app = builder.Build();
        RequireTelemetry(app.Services);
        var health = app.Services.GetRequiredService<HealthReporter>();
        app.MapHealthChecks("/healthz", Tagged(HealthTags.Live, health.Note));
        app.MapHealthChecks("/readyz", Tagged(HealthTags.Ready));
        var exporter = app.Services.GetRequiredService<PrometheusExporter>(); // It counts from now on.
        app.MapGet("/metrics", context => WriteAsync(context, PrometheusExporter.ContentType, exporter.Write()));
        return app;
    }

    private static void AddOperator(IServiceCollection services, ControllerSettings settings, string ownNamespace)
    {
        services.AddKubernetesClient(client =>
        {
            client.Qps = settings.KubeApiQps > 0 ? settings.KubeApiQps : null;
            client.TypeInfoResolvers.Add(BillingJsonContext.Default);
        });
        services.AddHostedService<StartReporter>(); // The first of the hosted services, so that it is the first line.
        services
            .AddKubernetesOperator(options =>
            {
                options.Name = Name;
                options.Namespace = ownNamespace;
                options.LeaderElection = settings.LeaderElect;
            })
            .AddBillingControllers(
                new OperatorIdentity
                {
                    Namespace = ownNamespace,
                    ClusterName = settings.ClusterName,
                    Version = ProgramVersion.Text,
                },
                settings.TenantWorkers
            );
        services.AddSingleton<HealthReporter>();
    }

    // The exporter reads its address and everything else from the OTEL_* variables.
    private static void AddTelemetry(IServiceCollection services)
    {
        if (TelemetryVariables.AskForExport(Environment.GetEnvironmentVariable))
        {
            services
                .AddOpenTelemetry()
                .ConfigureResource(resource => resource.AddService(Name, serviceVersion: ProgramVersion.Text))
                .WithMetrics(metrics => metrics.AddMeter("BillingOperator*").AddOtlpExporter());
        }
    }

    // What the library reads beside that, such as the files of certificates, it complains of when it is made.
    private static void RequireTelemetry(IServiceProvider services)
    {
        try
        {
            services.GetService<MeterProvider>();
        }
        catch (Exception e)
        {
            throw new MisuseException($"the OTEL_* variables cannot be worked with: {e.Message}", e);
        }
    }

    private static HealthCheckOptions Tagged(string tag, Action<HealthReport>? told = null) =>
        new()
        {
            Predicate = check => check.Tags.Contains(tag),
            ResponseWriter = (context, report) =>
            {
                told?.Invoke(report);
                return WriteAsync(context, "text/plain; charset=utf-8", HealthText.Of(report));
            },
        };

    private static Task WriteAsync(HttpContext context, string contentType, string text)
    {
        context.Response.ContentType = contentType;
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
