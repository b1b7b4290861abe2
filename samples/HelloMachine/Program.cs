using Moa.Machines;
using Moa.Model;

await using var machine = await Machine.StartAsync(new MachineSpec { Memory = ByteSize.Parse("512M") });

var result = await machine.RunAsync("uname", "-sr");
Console.WriteLine($"{result.ExitCode}: {result.StandardOutputText}");
