// Most of these tests wait most of their time: on two cores three of them wait beside each other.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
