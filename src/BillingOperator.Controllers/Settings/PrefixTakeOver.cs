using BillingOperator.Api;
using BillingOperator.Api.Settings;
using k8s.Models;

namespace BillingOperator.Controllers.Settings;

/// <summary>
/// The cluster whose prefix settings take over, which their annotation names: once, since a cluster that claims its prefix
/// again is alive.
/// </summary>
internal static class PrefixTakeOver
{
    /// <summary>Its identity while it is to be done; <see langword="null"/> where nobody asks for it, or it is done.</summary>
    public static string? StillWanted(BillingServerSettings settings) =>
        Asked(settings) is { } asked && asked != settings.Status?.TakenOver ? asked : null;

    /// <summary>Its identity once it is done; <see langword="null"/> before, and where nobody asks for it any more.</summary>
    /// <param name="settings">The settings as they were read.</param>
    /// <param name="isWritten">Whether the prefix was written to since.</param>
    public static string? Done(BillingServerSettings settings, bool isWritten) =>
        isWritten || StillWanted(settings) is null ? Asked(settings) : null;

    private static string? Asked(BillingServerSettings settings) => settings.GetAnnotation(ApiGroup.TakeOverAnnotation);
}
