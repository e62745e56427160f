using System.CommandLine;
using BillingOperator.Commands;

const int UnusableArguments = 2;

var root = new RootCommand("Uploads the billing information of PureConnect tenants to S3, declaratively.")
{
    ControllerCommand.Create(),
    ValidateCommand.Create(),
};
var command = root.Parse(args);
var exitCode = await command.InvokeAsync();
return command.Errors.Count > 0 ? UnusableArguments : exitCode;
