namespace BillingOperator.Billing.Validation;

/// <summary>What makes a URL fit to be the endpoint of an S3-compatible store.</summary>
internal static class EndpointUrl
{
    private const int MaxLength = 2048;

    /// <summary>What is wrong with the URL and what to do, or <see langword="null"/>.</summary>
    public static string? FindFault(string endpoint, bool allowInsecure)
    {
        if (
            endpoint.Length > MaxLength
            || endpoint.Any(character => char.IsWhiteSpace(character) || char.IsControl(character))
            || !Uri.TryCreate(endpoint, UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp)
            || url.Host.Length == 0
        )
        {
            return $"is {Quoted.Text(endpoint)}: enter a URL such as https://s3.example.com:9000, "
                + "or leave the field out for AWS";
        }

        if (url.UserInfo.Length > 0)
        {
            // The value is not shown: it may hold a password.
            return "holds a user name or a password: remove them and use spec.credentials";
        }

        if (url.PathAndQuery != "/" || url.Fragment.Length > 0)
        {
            return $"is {Quoted.Text(endpoint)}: end it after the host and the port; "
                + "the bucket goes to spec.s3.bucket, a path to spec.s3.prefix";
        }

        return url.Scheme == Uri.UriSchemeHttp && !allowInsecure
            ? $"is {Quoted.Text(endpoint)}: use https://, or set spec.s3.allowInsecureEndpoint: true "
                + "if billing data may travel unencrypted"
            : null;
    }
}
