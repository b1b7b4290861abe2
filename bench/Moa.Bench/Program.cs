using Moa;
using Moa.Bench;

if (args is not [var bare, var cli, .. var only])
{
    Console.Error.WriteLine("usage: Moa.Bench BARE MOA [launch|run]...   (bench/run calls it)");
    return 2;
}

var host = new MoaHost();
await Report.WriteHeadAsync(host);
if (Wanted("launch"))
    await LaunchBench.RunAsync(host, bare);
if (Wanted("run"))
    await RunBench.RunAsync(host, bare, cli);
return 0;

bool Wanted(string part) => only.Length == 0 || only.Contains(part);
