namespace BillingOperator.Hosting;

/// <summary>How log lines look.</summary>
internal enum LogFormat
{
    /// <summary>For people at a terminal.</summary>
    Text,

    /// <summary>One JSON object a line, for log collectors.</summary>
    Json,
}
