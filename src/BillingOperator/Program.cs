using System.CommandLine;
using BillingOperator.Billing.Text;
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
    RunCommand.Create(),
    VerifyCommand.Create(),
    StatusCommand.Create(),
    RequestCommand.Create(),
    ExplainCommand.Create(),
    CompletionCommand.Create(),
    VersionCommand.Create(),
};
DocumentedCommand.ShowDetails(root);

// No response files: @ starts no other word of a command line, and kubectl has none.
var command = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
if (CommandLineError.Find(command) is { } error)
{
    return Refuse(error);
}

try
{
    // For everything that the process connects to, unless a kubeconfig names another proxy for its API server.
    HttpClient.DefaultProxy = EnvironmentProxy.Read(Environment.GetEnvironmentVariable);
    return await command.InvokeAsync(invocation);
}
catch (Exception e) when (e is MisuseException or KubernetesConfigurationException)
{
    return Refuse(e.Message);
}
catch (IOException e)
{
    // A full disk or a closed pipe behind the output, or a working directory that is gone.
    return Refuse($"cannot go on: {e.Message}");
}
catch (Exception e)
{
    // A bug: print all of it. A cancellation is not one.
    await Console.Error.WriteLineAsync(e is OperationCanceledException ? "billing-operator: cancelled" : $"{e}");
    return Broken;
}

// One line, whatever the words of the user have in them.
static int Refuse(string error)
{
    try
    {
        Console.Error.Write("billing-operator: ");
        VisibleText.Write(Console.Error, error);
        Console.Error.WriteLine();
    }
    catch (IOException)
    {
        // Nobody can be told; the exit code tells.
    }
    return Misused;
}
