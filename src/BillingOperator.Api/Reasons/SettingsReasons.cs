namespace BillingOperator.Api.Reasons;

/// <summary>Reasons of a billing server beside those that its store gives, <see cref="StoreReasons"/>.</summary>
public static class SettingsReasons
{
    /// <summary>The probe has written, or could have.</summary>
    public const string WriteProved = "WriteProved";

    /// <summary>The settings ask for no probe.</summary>
    public const string ProbeDisabled = "ProbeDisabled";

    /// <summary>A field breaks a rule.</summary>
    public const string Invalid = "Invalid";

    private const string Ready = "BillingServerSettings Ready=True";

    /// <summary>All of them, with meaning and remedy.</summary>
    public static IReadOnlyList<Reason> All { get; } =
    [
        new(WriteProved, [Ready], "The last probe proved that this operator may write to the bucket.", Reason.Nothing),
        new(
            ProbeDisabled,
            [Ready],
            "spec.probe.enabled is false: the settings are taken on trust, and a run finds out what is wrong.",
            "Nothing to do, or enable the probe."
        ),
        new(
            Invalid,
            ["BillingServerSettings Ready=False", "BillingServerSettings Stalled=True"],
            "A field breaks a rule, so nothing is uploaded with these settings.",
            "Correct each field that the message names; it says how."
        ),
    ];
}
