using Moa.Keeper.Tests;

// Some tests need another process: a manager that can be killed, or a program in QEMU's place. It is this one.
return args is ["helper", var role, ..]
    ? await Helper.RunAsync(role, args[2..])
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
