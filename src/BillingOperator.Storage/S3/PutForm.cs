namespace BillingOperator.Storage.S3;

/// <summary>Which of the headers that nobody asked for a PUT has.</summary>
/// <param name="Sha256">Whether <c>x-amz-checksum-sha256</c> is sent.</param>
/// <param name="Md5">Whether <c>Content-MD5</c> is sent.</param>
/// <param name="UnsignedPayload">Whether the content is left out of the signature, as TLS keeps it whole.</param>
internal sealed record PutForm(bool Sha256, bool Md5, bool UnsignedPayload)
{
    /// <summary>The same with less, the least loss first: one of the two checksums stays as long as that helps.</summary>
    public IEnumerable<PutForm> Plainer()
    {
        PutForm[] forms =
        [
            this with
            {
                Sha256 = false,
            },
            this with
            {
                Md5 = false,
            },
            this with
            {
                UnsignedPayload = false,
            },
            this with
            {
                Sha256 = false,
                UnsignedPayload = false,
            },
            this with
            {
                Md5 = false,
                UnsignedPayload = false,
            },
            this with
            {
                Sha256 = false,
                Md5 = false,
            },
            new(false, false, false),
        ];
        return forms.Where(form => form != this).Distinct();
    }
}
