using System.Reflection;

namespace BillingOperator.Hosting;

/// <summary>The version of this program.</summary>
internal static class ProgramVersion
{
    private static readonly string[] Parts = typeof(ProgramVersion)
        .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
        .InformationalVersion.Split('+');

    /// <summary>Such as <c>0.1.0</c>, without the commit.</summary>
    public static string Text => Parts[0];

    /// <summary>The commit that it was built from; <see langword="null"/> where the build did not know it.</summary>
    public static string? Commit => Parts is [_, var commit, ..] ? commit : null;
}
