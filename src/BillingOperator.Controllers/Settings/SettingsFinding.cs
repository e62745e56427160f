using BillingOperator.Api.Reasons;
using BillingOperator.Api.Settings;
using BillingOperator.Billing.Validation;
using BillingOperator.Storage;

namespace BillingOperator.Controllers.Settings;

/// <summary>What was found of a billing server.</summary>
/// <param name="Reason">One of <see cref="SettingsReasons"/> or <see cref="StoreReasons"/>.</param>
/// <param name="Message">The same in a sentence, with what to do about it.</param>
internal sealed record SettingsFinding(string Reason, string Message)
{
    /// <summary>Whether a run may start.</summary>
    public bool IsReady => Reason is SettingsReasons.WriteProved or SettingsReasons.ProbeDisabled;

    /// <summary>Whether the prefix was written to, and so belongs to this cluster.</summary>
    public bool IsWritten { get; private init; }

    /// <summary>The settings break rules.</summary>
    public static SettingsFinding Invalid(IReadOnlyList<FieldError> errors) =>
        new(SettingsReasons.Invalid, string.Join("; ", errors));

    /// <summary>They are taken on trust.</summary>
    public static SettingsFinding ProbeDisabled(bool isWritten) =>
        new(SettingsReasons.ProbeDisabled, "Taken on trust, since spec.probe.enabled is false.")
        {
            IsWritten = isWritten,
        };

    /// <summary>A write has worked.</summary>
    public static SettingsFinding WriteProved(BillingServerSettings settings) =>
        new(SettingsReasons.WriteProved, $"Writing to {ObjectStoreFactory.LocationOf(settings.Spec)} works.")
        {
            IsWritten = true,
        };
}
