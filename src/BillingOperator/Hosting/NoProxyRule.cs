using System.Globalization;
using System.Net;

namespace BillingOperator.Hosting;

/// <summary>One entry of <c>NO_PROXY</c>.</summary>
internal sealed class NoProxyRule
{
    private readonly Func<string, IPAddress?, bool> _matchesHost;
    private readonly int? _port;

    private NoProxyRule(Func<string, IPAddress?, bool> matchesHost, int? port = null)
    {
        _matchesHost = matchesHost;
        _port = port;
    }

    /// <summary>Reads an entry; <see langword="null"/> where it says nothing.</summary>
    public static NoProxyRule? Parse(string entry)
    {
        var text = entry.Trim().ToLowerInvariant();
        if (text.Length == 0)
        {
            return null;
        }

        if (text == "*")
        {
            return new NoProxyRule((_, _) => true);
        }

        if (Range(text) is { } range)
        {
            return new NoProxyRule((_, address) => address is not null && IsIn(address, range.Network, range.Bits));
        }

        var (host, port) = Split(text);
        return IPAddress.TryParse(host, out var one) ? new NoProxyRule((_, address) => Plain(one).Equals(address), port)
            : host.Length > 0 ? new NoProxyRule(Names(host), port)
            : null;
    }

    /// <summary>Whether requests to a server go past the proxy.</summary>
    public bool Matches(Uri server) =>
        (_port is null || _port == server.Port) && _matchesHost(server.IdnHost.ToLowerInvariant(), AddressOf(server));

    /// <summary>Whether a server is this machine.</summary>
    public static bool IsOwnMachine(Uri server) =>
        server.IdnHost.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || AddressOf(server) is { } address && IPAddress.IsLoopback(address);

    /// <summary><c>name</c> means it and all below it, <c>.name</c> and <c>*.name</c> all below it.</summary>
    private static Func<string, IPAddress?, bool> Names(string text)
    {
        var name = text.StartsWith("*.", StringComparison.Ordinal) ? text[1..] : text;
        var isSelfMeant = name[0] != '.';
        var below = Ascii(isSelfMeant ? $".{name}" : name);
        return (host, _) => host.EndsWith(below, StringComparison.Ordinal) || (isSelfMeant && host == below[1..]);
    }

    private static (string Host, int? Port) Split(string text)
    {
        if (text.StartsWith('['))
        {
            var end = text.IndexOf(']', StringComparison.Ordinal);
            return end < 0 ? (text, null) : (text[1..end], Port(text[(end + 1)..].TrimStart(':')));
        }

        // More than one colon is an IPv6 address without brackets, which has no port.
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 || colon != text.LastIndexOf(':') ? (text, null) : (text[..colon], Port(text[(colon + 1)..]));
    }

    private static int? Port(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;

    private static (IPAddress Network, int Bits)? Range(string text) =>
        text.Split('/') is [var address, var bits]
        && IPAddress.TryParse(address, out var network)
        && int.TryParse(bits, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        && count <= network.GetAddressBytes().Length * 8
            ? (network, count)
            : null;

    private static bool IsIn(IPAddress address, IPAddress network, int bits)
    {
        var (one, other) = (address.GetAddressBytes(), network.GetAddressBytes());
        if (one.Length != other.Length)
        {
            return false;
        }

        for (var i = 0; i < one.Length && bits > 0; i++, bits -= 8)
        {
            var mask = bits >= 8 ? 0xFF : 0xFF << (8 - bits);
            if (((one[i] ^ other[i]) & mask) != 0)
            {
                return false;
            }
        }

        return true;
    }

    private static IPAddress? AddressOf(Uri server) =>
        IPAddress.TryParse(server.IdnHost, out var address) ? Plain(address) : null;

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static string Ascii(string name)
    {
        try
        {
            return $".{new IdnMapping().GetAscii(name[1..])}";
        }
        catch (ArgumentException)
        {
            // No name that could be looked up: it matches what is written so, and nothing else.
            return name;
        }
    }
}
