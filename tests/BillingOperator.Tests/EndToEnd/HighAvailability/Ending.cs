namespace BillingOperator.Tests.EndToEnd.HighAvailability;

/// <summary>How a leader ends.</summary>
public enum Ending
{
    /// <summary>It is asked to stop.</summary>
    Stopped,

    /// <summary>It dies without a word.</summary>
    Killed,

    /// <summary>It gets no time to run until another leads, and then wakes up.</summary>
    Frozen,

    /// <summary>It does not reach the API server any more.</summary>
    CutOff,

    /// <summary>Somebody writes another holder into its lease.</summary>
    Robbed,
}
