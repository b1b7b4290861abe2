using Moa;
using Moa.Bench;

if (args is not [var bare, var cli])
{
    Console.Error.WriteLine("usage: Moa.Bench BARE MOA   (bench/run calls it)");
    return 2;
}

var host = new MoaHost();
await Report.WriteHeadAsync(host);
await LaunchBench.RunAsync(host, bare);
await RunBench.RunAsync(host, bare, cli);
await ThroughputBench.RunAsync(host);
return 0;
