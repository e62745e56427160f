namespace BillingOperator.Billing.Records;

/// <summary>A cluster, as the bucket names it.</summary>
/// <param name="Uid">UID of its namespace <c>kube-system</c>: a rebuilt cluster has another.</param>
/// <param name="Name">Its name for people.</param>
public sealed record ClusterIdentity(string Uid, string Name);
