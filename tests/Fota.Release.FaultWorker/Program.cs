using Fota.Release.FaultWorker;
using Fota.Release.Images;

// Arguments: scenario, folder to work in, folder of the keys, number that tells runs apart, product.
var site = new Site(args[1], args[2], Product.Parse(args[4]));
int seed = int.Parse(args[3]);
return args[0] switch
{
    "build" => Endless.Build(site, seed),
    "release" => Endless.Release(site, seed),
    "full-disk" => FullDisk.Run(site, new Filler(Path.Combine(args[1], "filler"))),
    "write-limit" => WriteLimit.Run(site),
    "order" => WriteOrder.Run(site),
    "read-only" => ReadOnlyArchive.Run(site),
    _ => throw new ArgumentException(args[0]),
};
