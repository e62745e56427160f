using System.CommandLine;
using BillingOperator.Benchmarks;

var program = new Option<FileInfo>("--program") { Description = "The published operator", Required = true };
var tenants = new Option<int>("--tenants")
{
    Description = "Tenants in every scenario but that of memory",
    DefaultValueFactory = _ => 10_000,
};
var memory = new Option<int[]>("--memory")
{
    Description = "Numbers of tenants at which the peak memory is measured, ascending",
    DefaultValueFactory = _ => [1_000, 10_000, 50_000],
    AllowMultipleArgumentsPerToken = true,
};
var rounds = new Option<int>("--rounds")
{
    Description = "How often each comparison is made; the medians are compared",
    DefaultValueFactory = _ => 3,
};
var only = new Option<string[]>("--only")
{
    Description = "Names of the scenarios to measure: startup, coldstart, run, rerun, verify, idle, memory",
    DefaultValueFactory = _ => [],
    AllowMultipleArgumentsPerToken = true,
};
var json = new Option<FileInfo?>("--json") { Description = "File for the results as JSON" };

var root = new RootCommand("Measures the operator on a real API server and a real S3 server")
{
    program,
    tenants,
    memory,
    rounds,
    only,
    json,
};
root.SetAction(
    (arguments, cancellationToken) =>
        Bench.RunAsync(
            new BenchOptions
            {
                Program = arguments.GetValue(program)!.FullName,
                Tenants = arguments.GetValue(tenants),
                Memory = arguments.GetValue(memory)!,
                Rounds = arguments.GetValue(rounds),
                Only = arguments.GetValue(only)!,
                Json = arguments.GetValue(json)?.FullName,
            },
            cancellationToken
        )
);
return await root.Parse(args).InvokeAsync();
