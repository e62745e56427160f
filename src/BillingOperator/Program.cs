using System.CommandLine;
using System.CommandLine.Invocation;
using BillingOperator.Commands;
using BillingOperator.Hosting;
using BillingOperator.Kubernetes.Configuration;

const int Broken = 1;
const int Misused = 2;

var invocation = new InvocationConfiguration
{
    EnableDefaultExceptionHandler = false,
    // The default of 2 s would end the operator before it has released its lease. Kubernetes kills after 30 s.
    ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
};

var root = new RootCommand("Uploads the billing information of PureConnect tenants to S3, declaratively.")
{
    ControllerCommand.Create(),
    ValidateCommand.Create(),
};
var command = root.Parse(args);
if (command.Action is ParseErrorAction error)
{
    error.ShowHelp = false;
}

try
{
    // For everything that the process connects to, unless a kubeconfig names another proxy for its API server.
    HttpClient.DefaultProxy = EnvironmentProxy.Read(Environment.GetEnvironmentVariable);
    var exitCode = await command.InvokeAsync(invocation);
    return command.Errors.Count > 0 ? Misused : exitCode;
}
catch (Exception e) when (e is MisuseException or KubernetesConfigurationException)
{
    await Console.Error.WriteLineAsync($"billing-operator: {e.Message}");
    return Misused;
}
catch (Exception e)
{
    // A fault of the program itself: whoever mends it needs all of it. Being cancelled is none.
    await Console.Error.WriteLineAsync(e is OperationCanceledException ? "billing-operator: cancelled" : $"{e}");
    return Broken;
}
