namespace BillingOperator.Commands;

/// <summary>A request as the status names it once it is handled.</summary>
/// <param name="Annotation">The annotation by which it was made.</param>
/// <param name="Value">The annotation's value, which no other request has.</param>
internal sealed record HandledRequestKey(string Annotation, string Value);
