using System.Text;

namespace BillingOperator.Storage.Folders;

/// <summary>The order of S3 listings: by the bytes of the UTF-8 form.</summary>
internal sealed class Utf8Order : IComparer<string>
{
    private Utf8Order() { }

    /// <summary>The only instance.</summary>
    public static Utf8Order Instance { get; } = new();

    public int Compare(string? x, string? y) =>
        // Code points sort as their UTF-8 bytes do; UTF-16 units do not, because of surrogates.
        x.AsSpan().IndexOfAnyInRange('\ud800', '\uffff') < 0
        && y.AsSpan().IndexOfAnyInRange('\ud800', '\uffff') < 0
            ? string.CompareOrdinal(x, y)
            : Encoding.UTF8.GetBytes(x ?? "").AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y ?? ""));
}
