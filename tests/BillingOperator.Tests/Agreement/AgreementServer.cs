using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace BillingOperator.Tests.Agreement;

/// <summary>Asks a real API server what it would do with a document, which it does not keep.</summary>
internal sealed class AgreementServer(HttpClient client)
{
    private static readonly Dictionary<string, string> Resources = new()
    {
        ["Tenant"] = "namespaces/default/tenants",
        ["BillingServerSettings"] = "billingserversettings",
        ["BillingEvent"] = "billingevents",
    };

    public async Task<ServerAnswer> AskAsync(AgreementDocument document)
    {
        var path = $"/apis/billing.pureconnect.io/v1/{Resources[document.Kind]}?dryRun=All&fieldValidation=Strict";
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(document.Text));
        content.Headers.ContentType = new MediaTypeHeaderValue(
            document.IsJson ? "application/json" : "application/yaml"
        );
        using var response = await client.PostAsync(new Uri(path, UriKind.Relative), content);
        var answer = await response.Content.ReadAsStringAsync();
        if (response.StatusCode == HttpStatusCode.Created)
        {
            return new ServerAnswer(answer, "", IsReadable: true);
        }

        response
            .StatusCode.Should()
            .BeOneOf([HttpStatusCode.BadRequest, HttpStatusCode.UnprocessableEntity], document.Text + answer);
        var words = (string)JsonNode.Parse(answer)!["message"]!;
        return new ServerAnswer(
            null,
            words,
            response.StatusCode == HttpStatusCode.UnprocessableEntity
                && !words.Contains(": metadata.", StringComparison.Ordinal)
                && !words.Contains("[metadata.", StringComparison.Ordinal)
                && !words.Contains("must be of type", StringComparison.Ordinal)
                && !words.Contains("must validate", StringComparison.Ordinal)
                && !words.Contains("Required value", StringComparison.Ordinal)
        );
    }
}
