namespace BillingOperator.Storage.S3;

/// <summary>What is known of a store's support of a conditional header.</summary>
internal enum HeaderSupport
{
    /// <summary>Not tried yet.</summary>
    Unknown,

    /// <summary>The store does as the header says.</summary>
    Honoured,

    /// <summary>The store does so if an ETag is given without its quotes: Ceph RGW compares the header's text.</summary>
    HonouredWithoutQuotes,

    /// <summary>The store refuses or ignores the header, or the settings say not to use it.</summary>
    Unused,
}
