using Moa.Machines;
using Moa.Model;

await using var machine = await Machine.StartAsync(new MachineSpec { Memory = new() { Size = ByteSize.FromMebibytes(512) } });

var result = await machine.RunAsync("uname", "-sr");
Console.Write($"{result.ExitCode}: {result.StandardOutput}");
