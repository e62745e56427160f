// Some tests set the SDK's clock, others environment variables; both count for the whole process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
