using System.Text.Json.Nodes;
using BillingOperator.Api.Events;
using BillingOperator.Api.Settings;
using BillingOperator.Api.Tenants;
using BillingOperator.Api.Tests.Yaml;
using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.Api.Tests.Schemas;

/// <summary>A CRD of <c>config/crd</c> beside the C# type of its kind.</summary>
internal sealed record Crd(Type Type, string File)
{
    public static readonly string Folder = Repository.PathOf("config", "crd");

    public static readonly IReadOnlyList<Crd> All =
    [
        new(typeof(Tenant), "billing.pureconnect.io_tenants.yaml"),
        new(typeof(BillingServerSettings), "billing.pureconnect.io_billingserversettings.yaml"),
        new(typeof(BillingEvent), "billing.pureconnect.io_billingevents.yaml"),
    ];

    public static TheoryData<string> Kinds => [.. All.Select(crd => crd.Type.Name)];

    public string Kind => Type.Name;

    public JsonObject Manifest { get; } = YamlFile.Read(Path.Combine(Folder, File));

    public JsonObject Spec => Manifest["spec"]!.AsObject();

    public JsonObject Version => Spec["versions"]!.AsArray().Single()!.AsObject();

    public SchemaNode Root => new("", Version["schema"]!["openAPIV3Schema"]!.AsObject());

    public static Crd Of(string kind) => All.Single(crd => crd.Kind == kind);
}
