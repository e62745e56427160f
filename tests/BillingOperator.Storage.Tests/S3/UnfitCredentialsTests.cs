using System.Text;
using BillingOperator.Billing.ObjectStores;
using BillingOperator.Storage.Credentials;

namespace BillingOperator.Storage.Tests.S3;

/// <summary>What editors, copies and encodings leave in Secrets.</summary>
public sealed class UnfitCredentialsTests
{
    private const string Value = "AKIAsecretvalue";

    [Theory]
    [InlineData("\uFEFFAKIAsecretvalue", "a byte order mark at position 1")]
    [InlineData("AKIA–secretvalue", "a dash that is not the hyphen of the keyboard at position 5")]
    [InlineData("AKIA\nsecretvalue", "a line feed at position 5")]
    [InlineData(" AKIA\r\nsecretvalue", "a carriage return at position 6")]
    [InlineData("AKIA secretvalue", "a space at position 5")]
    [InlineData("AKIA\tsecretvalue", "a tab at position 5")]
    [InlineData("AKIA\u00A0secretvalue", "a no-break space at position 5")]
    [InlineData("“AKIAsecretvalue”", "a typographic quote at position 1")]
    [InlineData("AKIA\u200Bsecretvalue", "an invisible character at position 5")]
    [InlineData("AKIA\u0000secretvalue", "a control character at position 5")]
    [InlineData("ÄKIAsecretvalue", "a character beyond ASCII at position 1")]
    public void Are_told_by_Secret_key_kind_and_position_and_never_by_value(string value, string says) =>
        Told(Encoding.UTF8.GetBytes(value)).Should().Contain(says).And.NotContainAny("AKIA", "secretvalue", "–", "Ä");

    [Fact]
    public void Bytes_that_are_no_text_are_told() =>
        Told([.. "AKIA"u8, 0xff, 0xfe]).Should().Contain("a byte that is no UTF-8 text at position 5");

    [Theory]
    [InlineData("AKIAsecretvalue\n")]
    [InlineData("  AKIAsecretvalue \r\n")]
    public void White_space_around_is_left_out(string value) =>
        Shelf(Encoding.UTF8.GetBytes(value)).ReadCredential("aws", "id").Should().Be(Value);

    private static string Told(byte[] value)
    {
        var error = Shelf(value)
            .Invoking(it => it.ReadCredential("aws", "id"))
            .Should()
            .Throw<ObjectStoreException>()
            .Which;
        error.Failure.Should().Be(ObjectStoreFailure.InvalidCredentials);
        error.Message.Should().Contain("Secret \"aws\"").And.Contain("key \"id\"");
        return error.Message;
    }

    private static SecretsFake Shelf(byte[] value)
    {
        var secrets = new SecretsFake();
        secrets.Set("aws", ("id", value));
        return secrets;
    }
}
