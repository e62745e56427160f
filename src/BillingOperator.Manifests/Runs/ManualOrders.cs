using BillingOperator.Api.Events;
using BillingOperator.Api.Reasons;
using BillingOperator.Api.Settings;
using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Planning;
using BillingOperator.Billing.Reports;

namespace BillingOperator.Manifests.Runs;

/// <summary>
/// Which events of some manifests are run, and with which settings. An event that cannot run keeps no other from running;
/// what is wrong with the request refuses all of it.
/// </summary>
public sealed record ManualOrders
{
    /// <summary>The events to run, in the order of the manifests.</summary>
    public IReadOnlyList<ManualOrder> Orders { get; private init; } = [];

    /// <summary>Names of the events that are left out because they are disabled.</summary>
    public IReadOnlyList<string> LeftOut { get; private init; } = [];

    /// <summary>What is wrong with the request, and what to do; <see langword="null"/> where nothing is.</summary>
    public string? Error { get; private init; }

    /// <summary>Finds out what is to be run. Nothing is connected to, and nothing written.</summary>
    /// <param name="set">The manifests.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="now">The time.</param>
    public static ManualOrders Of(ManifestSet set, ManualRequest request, DateTimeOffset now)
    {
        var events = set.Of<BillingEvent>();
        // Whoever writes to a folder asks for just that; the bucket is the finance team's.
        var isOff = events.ToLookup(one => !request.IsIntoFolder && one.Entity.Spec.Enabled != true);
        var chosen = request.Event is { } name ? [.. events.Where(one => one.Key.Name == name)] : isOff[false].ToList();
        if (chosen.Count == 0)
        {
            return new ManualOrders { Error = WhyNone(request, events) };
        }

        var errors = new ManifestErrors(set);
        var orders = new List<ManualOrder>();
        foreach (var one in chosen)
        {
            if (Order(one, set, errors, request, now, out var misfit) is { } order)
            {
                orders.Add(order);
            }
            else
            {
                return new ManualOrders { Error = misfit };
            }
        }

        if (orders.Exists(order => order.Run is not null) && set.Of<Tenant>().Count == 0)
        {
            // A run of nobody would become the newest of its period.
            return new ManualOrders { Error = "nothing was run: there is no Tenant in the manifests. Add them" };
        }

        return new ManualOrders
        {
            Orders = orders,
            LeftOut = request.Event is null ? [.. isOff[true].Select(one => one.Key.Name)] : [],
        };
    }

    private static string WhyNone(ManualRequest request, IReadOnlyList<Manifest<BillingEvent>> events)
    {
        if (request.Event is not { } name)
        {
            return events.Count == 0
                ? "nothing was run: there is no BillingEvent in the manifests. Add one, which says what is billed when"
                : "nothing was run: every BillingEvent of the manifests is disabled. Name one with --event, or write to a "
                    + "folder with --output";
        }

        var names = events.Select(one => one.Key.Name).ToList();
        var remedy =
            SimilarName.Find(name, names) is { } meant ? $"; did you mean {meant}?"
            : names.Count > 0 ? $": there are {string.Join(", ", names)}"
            : ", and no other";
        return $"--event {name}: there is no such BillingEvent in the manifests{remedy}";
    }

    private static ManualOrder? Order(
        Manifest<BillingEvent> billingEvent,
        ManifestSet set,
        ManifestErrors errors,
        ManualRequest request,
        DateTimeOffset now,
        out string? misfit
    )
    {
        misfit = null;
        var (name, spec) = (billingEvent.Key.Name, billingEvent.Entity.Spec);
        if (Describe(billingEvent, errors) is { } invalid)
        {
            return new ManualOrder(name, null, Error: new ManualRunFailure(BillingEventReasons.Invalid, invalid));
        }
        if (ManualRun.FindPeriodError(request.Period, spec, now, out var period) is { } wrong)
        {
            misfit = $"--period {wrong} (BillingEvent {name})";
            return null;
        }

        var order = new ManualOrder(name, ManualRun.Order(name, spec, period, now, request.Version));
        return request.IsIntoFolder
            ? order
            : WithSettings(order, spec.ServerSettingsRef?.Name ?? "default", set, errors);
    }

    private static ManualOrder WithSettings(ManualOrder order, string name, ManifestSet set, ManifestErrors errors)
    {
        var found = set.Of<BillingServerSettings>().FirstOrDefault(one => one.Key.Name == name);
        if (found is null)
        {
            return order with
            {
                Error = new ManualRunFailure(
                    BillingEventReasons.SettingsNotFound,
                    $"BillingServerSettings {name} are not in the manifests: add them, correct "
                        + "spec.serverSettingsRef.name, or write to a folder with --output"
                ),
            };
        }
        return Describe(found, errors) is { } invalid
            ? order with
            {
                Error = new ManualRunFailure(
                    BillingEventReasons.SettingsNotReady,
                    $"BillingServerSettings {name} are not valid: {invalid}"
                ),
            }
            : order with
            {
                Settings = found.Entity.Spec,
            };
    }

    private static string? Describe(Manifest manifest, ManifestErrors errors) =>
        errors.Of(manifest) is { Count: > 0 } found ? $"{manifest.Place}: {string.Join("; ", found)}" : null;
}
