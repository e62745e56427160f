using BillingOperator.Hosting;

namespace BillingOperator.Tests.Hosting;

public sealed class EnvironmentProxyTests
{
    /// <summary>golang.org/x/net/http/httpproxy: proxy_test.go, UseProxyTests.</summary>
    [Theory]
    [InlineData("localhost", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.0.0.2", false)]
    [InlineData("[::1]", false)]
    [InlineData("[::2]", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("192.168.1.2", true)]
    [InlineData("192.168.1.3", false)]
    [InlineData("192.168.1.4", true)]
    [InlineData("10.0.0.2", false)]
    [InlineData("[2001:db8::52:0:1]", false)]
    [InlineData("[2001:db8::52:0:2]", true)]
    [InlineData("[2001:db8::52:0:3]", false)]
    [InlineData("[2002:db8:a::123]", false)]
    [InlineData("[fe80::424b:c8be:1643:a1b6]", true)]
    [InlineData("barbaz.net", true)]
    [InlineData("www.barbaz.net", false)]
    [InlineData("foobar.com", false)]
    [InlineData("FOOBAR.com", false)]
    [InlineData("www.foobar.com", false)]
    [InlineData("foofoobar.com", true)]
    [InlineData("baz.com", true)]
    [InlineData("localhost.net", true)]
    [InlineData("local.localhost", true)]
    [InlineData("barbarbaz.net", true)]
    [InlineData("wildcard.io", true)]
    [InlineData("nested.wildcard.io", false)]
    [InlineData("awildcard.io", true)]
    public void No_proxy_means_what_it_means_to_Go(string host, bool isProxied) =>
        Of(
                ("HTTP_PROXY", "http://proxy:3128"),
                (
                    "NO_PROXY",
                    "foobar.com, .barbaz.net, *.wildcard.io, 192.168.1.1, 192.168.1.2:81, 192.168.1.3:80, 10.0.0.0/30, "
                        + "2001:db8::52:0:1, [2001:db8::52:0:2]:443, [2001:db8::52:0:3]:80, 2002:db8:a::45/64"
                )
            )
            .IsBypassed(new Uri($"http://{host}/"))
            .Should()
            .Be(!isProxied);

    [Theory]
    [InlineData("10.0.0.0/8", "https://10.96.0.1:443/", true)]
    [InlineData("10.1.2.3/8", "https://10.96.0.1/", true)]
    [InlineData("10.0.0.0/8", "https://11.96.0.1/", false)]
    [InlineData("0.0.0.0/0", "https://11.96.0.1/", true)]
    [InlineData("fd00::/8", "https://[fd12::1]/", true)]
    [InlineData("10.0.0.0/8", "https://[::ffff:10.96.0.1]/", true)]
    [InlineData("*", "https://s3.example/", true)]
    [InlineData("foo.com,*", "https://s3.example/", true)]
    [InlineData("s3.example:443", "https://s3.example/", true)]
    [InlineData("s3.example:8443", "https://s3.example/", false)]
    [InlineData("bücher.example", "https://shop.xn--bcher-kva.example/", true)]
    [InlineData("", "https://s3.example/", false)]
    [InlineData(" , ,:80,/,10.0.0.0/99,[", "https://s3.example/", false)]
    public void Ranges_stars_and_ports(string exempt, string url, bool isDirect) =>
        Of(("HTTPS_PROXY", "http://proxy:3128"), ("NO_PROXY", exempt)).IsBypassed(new Uri(url)).Should().Be(isDirect);

    [Theory]
    [InlineData("HTTPS_PROXY", "https://s3.example/", "http://proxy:3128/")]
    [InlineData("https_proxy", "https://s3.example/", "http://proxy:3128/")]
    [InlineData("HTTPS_PROXY", "http://s3.example/", null)]
    [InlineData("HTTP_PROXY", "http://s3.example/", "http://proxy:3128/")]
    [InlineData("http_proxy", "https://s3.example/", null)]
    [InlineData("ALL_PROXY", "https://s3.example/", "http://proxy:3128/")]
    [InlineData("all_proxy", "http://s3.example/", "http://proxy:3128/")]
    public void Each_variable_is_for_its_scheme(string variable, string url, string? proxy) =>
        Of((variable, "http://proxy:3128")).GetProxy(new Uri(url))?.AbsoluteUri.Should().Be(proxy);

    [Theory]
    [InlineData("proxy:3128", "http://proxy:3128/")]
    [InlineData("proxy", "http://proxy/")]
    [InlineData("https://proxy", "https://proxy/")]
    [InlineData("socks5://proxy:1080", "socks5://proxy:1080/")]
    [InlineData("socks5h://proxy", "socks5://proxy:1080/")]
    [InlineData("socks://127.0.0.1:1080/", "socks5://127.0.0.1:1080/")]
    public void Proxies_are_written_in_many_ways(string text, string proxy) =>
        Of(("HTTPS_PROXY", text)).GetProxy(new Uri("https://s3.example"))!.AbsoluteUri.Should().Be(proxy);

    [Fact]
    public void The_upper_case_goes_first_and_an_empty_one_is_none() =>
        Of(("HTTPS_PROXY", ""), ("https_proxy", "http://lower"), ("ALL_PROXY", "http://all"))
            .GetProxy(new Uri("https://s3.example"))!
            .Host.Should()
            .Be("lower");

    [Fact]
    public void A_password_goes_to_its_proxy_and_nowhere_else()
    {
        var proxy = Of(("HTTPS_PROXY", "http://jane:s%40cret@proxy:3128"), ("HTTP_PROXY", "http://other"));
        var address = proxy.GetProxy(new Uri("https://s3.example"))!;

        address.UserInfo.Should().BeEmpty();
        var login = proxy.Credentials!.GetCredential(address, "Basic")!;
        (login.UserName, login.Password).Should().Be(("jane", "s@cret"));
        proxy.Credentials.GetCredential(new Uri("http://other/"), "Basic").Should().BeNull();
        proxy.ToString().Should().Be("https through http://proxy:3128, http through http://other");
    }

    [Theory]
    [InlineData("ftp://jane:secret@proxy")]
    [InlineData("http://jane:secret@")]
    [InlineData("http://jane:secret@pro xy")]
    public void What_is_no_proxy_is_refused_without_its_password(string text)
    {
        var read = () => Of(("HTTPS_PROXY", text));

        read.Should()
            .Throw<MisuseException>()
            .Where(error => error.Message.Contains("HTTPS_PROXY") && !error.Message.Contains("secret"));
    }

    [Fact]
    public void What_is_used_for_what_is_told()
    {
        var proxy = Of(("HTTPS_PROXY", "proxy:3128"), ("NO_PROXY", "10.0.0.0/8"));

        proxy.ToString().Should().Be("https through http://proxy:3128, http direct, but not for 10.0.0.0/8");
        proxy.WayTo(new Uri("https://10.96.0.1:443")).Should().Be("direct");
        proxy.WayTo(new Uri("https://s3.example")).Should().Be("through http://proxy:3128");
        Of().ToString().Should().Be("none");
    }

    private static EnvironmentProxy Of(params (string Name, string Value)[] variables) =>
        EnvironmentProxy.Read(name => variables.FirstOrDefault(variable => variable.Name == name).Value);
}
