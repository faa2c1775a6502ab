using Fota.EndToEnd;

// Packed once; every test builds with it.
[assembly: AssemblyFixture(typeof(PackedFeed))]
