using System.CommandLine;
using BillingOperator.Commands;

var root = new RootCommand("Uploads the billing information of PureConnect tenants to S3, declaratively.")
{
    ControllerCommand.Create(),
    ValidateCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
