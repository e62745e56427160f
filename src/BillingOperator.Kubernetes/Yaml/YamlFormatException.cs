namespace BillingOperator.Kubernetes.Yaml;

/// <summary>A text is no YAML, or none that Kubernetes reads.</summary>
/// <param name="spot">Where.</param>
/// <param name="message">What is wrong, and what to do unless the words are the parser's.</param>
/// <param name="cause">What the parser threw; <see langword="null"/> where the text is YAML, but not Kubernetes'.</param>
public sealed class YamlFormatException(YamlSpot spot, string message, Exception? cause = null)
    : Exception(message, cause)
{
    /// <summary>Where; where the parser does not know, the last part that it read.</summary>
    public YamlSpot Spot => spot;

    /// <summary>The line of the last part that was read before.</summary>
    public int ReachedLine { get; init; } = spot.Line;

    /// <summary>Whether the parser knew where.</summary>
    public bool IsPlaced { get; init; } = true;
}
