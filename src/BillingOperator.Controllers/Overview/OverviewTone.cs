namespace BillingOperator.Controllers.Overview;

/// <summary>What a line means to whoever looks for trouble.</summary>
public enum OverviewTone
{
    /// <summary>It informs.</summary>
    Plain,

    /// <summary>The title of a part.</summary>
    Title,

    /// <summary>All is well.</summary>
    Good,

    /// <summary>Somebody has to do something.</summary>
    Bad,
}
