using System.Text;

namespace BillingOperator.Tests.EndToEnd.Kills;

/// <summary>A tenant as the test declares it, and what the finance team must find of it: worked out from the contract's text.</summary>
internal sealed record DeclaredTenant(string Site, string Name)
{
    public string Id => $"{Site}.{Name}";

    public int Version { get; init; }

    public bool IsBillable { get; init; } = true;

    public bool IsCloud { get; init; } = true;

    /// <summary>Whether an id that the finance team hands out is missing.</summary>
    public bool IsBroken { get; init; }

    /// <summary>Whether its label is the one that the event selects.</summary>
    public bool IsSelected { get; init; } = true;

    private bool HasRecord => IsBillable && IsSelected && !IsBroken;

    private string DisplayName => $"{Name} & Söhne, {Version}";

    public string Manifest =>
        $$"""
            apiVersion: billing.pureconnect.io/v1
            kind: Tenant
            metadata: {name: {{Name}}, namespace: {{Site}}, labels: {site: {{(IsSelected ? Site : "elsewhere")}} } }
            spec:
              tenantId: {{Id}}
              displayName: "{{DisplayName}}"
              billing:
                billable: {{(IsBillable ? "PureConnect" : "NotBillable")}}
                deployment: {{(IsCloud ? "Cloud" : "OnPremises")}}
                tier1AccountId: "{{Cloud("0011")}}"
                tier2AccountId: "{{Cloud($"T2-{Version}")}}"
                tier3AccountId: "{{(
                IsBroken
                    ? IsCloud
                        ? ""
                        : "T3"
                    : Cloud("T3-7")
            )}}"
                externalId: "{{Cloud("0042")}}"
                sourceId: "{{Cloud(Name)}}"
            """;

    /// <summary>The fields of its record for a month, or <see langword="null"/> where it has none.</summary>
    /// <param name="month">The first day of the month.</param>
    public IReadOnlyList<(string Name, string Value)>? Record(DateOnly month) =>
        HasRecord
            ?
            [
                ("schema_version", "1"),
                ("record_id", $"{Id}/{month:yyyy-MM}"),
                ("billing_period_start", $"{month:yyyy-MM-dd}"),
                ("billing_period_end", $"{month.AddMonths(1):yyyy-MM-dd}"),
                ("tenant_id", Id),
                ("tenant_name", DisplayName),
                ("namespace", Site),
                ("billable", "PureConnect"),
                ("deployment", IsCloud ? "Cloud" : "OnPremises"),
                ("tier1_account_id", Cloud("0011")),
                ("tier2_account_id", Cloud($"T2-{Version}")),
                ("tier3_account_id", Cloud("T3-7")),
                ("external_id", Cloud("0042")),
                ("source_id", Cloud(Name)),
            ]
            : null;

    /// <summary>The bytes of its record for a month.</summary>
    public byte[]? RecordBytes(DateOnly month)
    {
        if (Record(month) is not { } fields)
        {
            return null;
        }
        var members = fields.Select(field =>
            field.Name == "schema_version" ? $"\"{field.Name}\":{field.Value}" : $"\"{field.Name}\":\"{field.Value}\""
        );
        return Encoding.UTF8.GetBytes($"{{{string.Join(',', members)}}}\n");
    }

    private string Cloud(string id) => IsCloud ? id : "";
}
