namespace BillingOperator.Tests.Commands;

/// <summary>A test in a shell that not every machine has; it is skipped, visibly, where the shell is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ShellFactAttribute : FactAttribute
{
    /// <summary>The shell.</summary>
    public string Shell { get; }

    public ShellFactAttribute(string shell)
    {
        Shell = shell;
        if (!File.Exists($"/usr/bin/{shell}"))
        {
            Skip = $"{shell} is not installed";
        }
    }
}
