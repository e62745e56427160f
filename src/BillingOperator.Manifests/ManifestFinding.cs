using BillingOperator.Billing.Validation;

namespace BillingOperator.Manifests;

/// <summary>Something that a person should know of a manifest.</summary>
public sealed record ManifestFinding
{
    /// <summary>The file as it was named; <c>stdin</c> for the standard input.</summary>
    public required string File { get; init; }

    /// <summary>Line, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>Column, from 1.</summary>
    public required int Column { get; init; }

    /// <summary>Kind of the object, where it is known.</summary>
    public string? Kind { get; init; }

    /// <summary><c>namespace/name</c> or name of the object, where it is known.</summary>
    public string? Name { get; init; }

    /// <summary>The field, where it is about one.</summary>
    public FieldPath? Field { get; init; }

    /// <summary>What is wrong and what to do.</summary>
    public required string Message { get; init; }

    /// <summary>Whether it is worth knowing but no error.</summary>
    public bool IsNote { get; init; }

    /// <summary>What it is about and the message, without the place: <c>Tenant team/acme: spec.tenantId: …</c>.</summary>
    public string Text =>
        string.Join(
            ": ",
            new[] { $"{Kind} {Name}".Trim(), $"{Field}", Message }.Where(part => !string.IsNullOrEmpty(part))
        );

    /// <summary><c>file:line: Kind namespace/name: field: message</c>.</summary>
    public override string ToString() => $"{File}:{Line}: {(IsNote ? "note: " : "")}{Text}";
}
