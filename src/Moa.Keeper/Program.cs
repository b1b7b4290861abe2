using Moa.Interop.Linux;
using Moa.Keeper;

// Started by QemuProcess with its connection as descriptor 3, the lock of the runtime folder as 4, and nothing else; there
// is nothing to be said on a terminal.
KeptMachine? machine = null;
try
{
    _ = Libc.chdir("/");
    var loop = new EventLoop((where, error) => machine?.Report(where, error));
    var starter = new Descriptor(3);
    NativeFile.SetNonBlocking(starter);
    machine = new KeptMachine(loop, starter, new Descriptor(4));
    loop.Run();
    return 0;
}
catch (Exception e)
{
    // QEMU runs on and can be adopted; what happened is in keeper.log.
    machine?.Report("keeper", e);
    return 1;
}
