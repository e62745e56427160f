namespace BillingOperator.Commands;

/// <summary>Exit codes that mean the same in every command.</summary>
internal static class ExitCodes
{
    /// <summary>Stopped by Ctrl-C; as shells have it, 128 and the number of SIGINT.</summary>
    public const int Stopped = 130;
}
