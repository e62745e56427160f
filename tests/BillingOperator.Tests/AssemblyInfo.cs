// Most of these tests wait most of their time, for leases and intervals that the program has: on two cores three of them
// wait beside each other. Those that hold the program to figures, or keep the processors busy, are in the collection Alone.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
[assembly: TestCollectionOrderer("BillingOperator.Tests.LongestFirst", "BillingOperator.Tests")]
