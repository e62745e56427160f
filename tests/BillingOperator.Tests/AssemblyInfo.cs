// Several tests hold the operator to times in seconds; on two cores they would measure each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
