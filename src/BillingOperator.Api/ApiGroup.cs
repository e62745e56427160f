namespace BillingOperator.Api;

/// <summary>Names of the API group, for the places that need them as text.</summary>
public static class ApiGroup
{
    /// <summary>The API group of the three kinds.</summary>
    public const string Name = "billing.pureconnect.io";

    /// <summary>The served version.</summary>
    public const string Version = "v1";

    /// <summary>Group and version, as <c>apiVersion</c> has it.</summary>
    public const string GroupVersion = Name + "/" + Version;

    /// <summary>Annotation on a <c>BillingEvent</c>: any new value asks for one immediate run.</summary>
    public const string RequestedAtAnnotation = Name + "/requestedAt";

    /// <summary>
    /// Annotation on a <c>BillingEvent</c>: a new value, such as <c>2026-10</c> or <c>2026-10#2</c>, asks for one immediate
    /// run of that billing period.
    /// </summary>
    public const string RequestedPeriodAnnotation = Name + "/requestedPeriod";

    /// <summary>
    /// Annotation on <c>BillingServerSettings</c>: the identity of the cluster whose prefix this one takes over, since it is
    /// that cluster rebuilt.
    /// </summary>
    public const string TakeOverAnnotation = Name + "/takeOver";
}
