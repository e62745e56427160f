using System.CommandLine;
using BillingOperator.Commands;

const int UnusableArguments = 2;

// The default of 2 s would end the operator before it has released its lease. Kubernetes kills after 30 s.
var termination = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) };

var root = new RootCommand("Uploads the billing information of PureConnect tenants to S3, declaratively.")
{
    ControllerCommand.Create(),
    ValidateCommand.Create(),
};
var command = root.Parse(args);
var exitCode = await command.InvokeAsync(termination);
return command.Errors.Count > 0 ? UnusableArguments : exitCode;
