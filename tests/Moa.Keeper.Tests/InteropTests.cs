using System.Text;
using Moa.Interop.Linux;

namespace Moa.Keeper.Tests;

/// <summary>The native functions, each against the real kernel.</summary>
public sealed class InteropTests : IDisposable
{
    private readonly TestMachine machine = new();

    public void Dispose() => machine.Dispose();

    [Fact]
    public void Descriptors_may_swap_numbers_on_their_way_to_a_child()
    {
        using var one = NativeFile.Open(machine.Script("one"), Libc.O_RDONLY);
        using var two = NativeFile.Open(machine.Script("two"), Libc.O_RDONLY);
        Assert.Equal("two\none\n", Run(
            "cat /dev/fd/" + one.Number + " /dev/fd/" + two.Number + " | grep -v '#'", (one, two.Number), (two, one.Number)));
    }

    [Fact]
    public void One_descriptor_may_arrive_under_several_numbers()
    {
        using var file = NativeFile.Open("/dev/null", Libc.O_RDONLY);
        Assert.Equal("/dev/null\n/dev/null\n", Run("readlink /dev/fd/7 /dev/fd/100", (file, 7), (file, 100)));
    }

    [Fact]
    public void Descriptors_pass_through_a_socket_and_are_closed_on_exec()
    {
        var (left, right) = UnixSocket.Pair();
        using (left)
        using (right)
        {
            using var file = NativeFile.Open(machine.Script("x"), Libc.O_RDONLY);
            Assert.Equal(3, UnixSocket.Send(left, "abc"u8, [file, file]));
            var received = new List<Descriptor>();
            var buffer = new byte[10];
            Assert.Equal(3, UnixSocket.Receive(right, buffer, received));
            Assert.Equal(2, received.Count);
            Assert.Equal(NativeFile.Stat(file).Inode, NativeFile.Stat(received[1]).Inode);
            const int GetDescriptorFlags = 1;
            Assert.Equal(1, Libc.fcntl(received[0], GetDescriptorFlags, 0));
            received.ForEach(static descriptor => descriptor.Dispose());
            Assert.Equal(-1, UnixSocket.Receive(right, buffer, received));
        }
    }

    [Fact]
    public void A_peer_that_is_gone_is_no_exception_and_no_signal()
    {
        var (left, right) = UnixSocket.Pair();
        using (left)
        {
            right.Dispose();
            Assert.Equal(-1, UnixSocket.Send(left, "abc"u8));
            Assert.Equal(0, UnixSocket.Receive(left, new byte[1], []));
        }
    }

    [Fact]
    public void A_path_of_107_bytes_can_be_listened_at_and_one_of_108_not()
    {
        var path = machine.File("s");
        path += new string('s', 107 - path.Length);
        using (var listener = UnixSocket.Listen(path, 1))
        using (var client = UnixSocket.Connect(path))
        using (var server = UnixSocket.Accept(listener))
            Assert.Equal(Libc.geteuid(), UnixSocket.PeerUser(server!));
        Assert.Equal(Errno.ENAMETOOLONG, Assert.Throws<LinuxException>(() => UnixSocket.Listen(path + "s", 1)).Errno);
    }

    [Fact]
    public void A_start_time_is_found_whatever_the_program_is_called()
    {
        var name = machine.File("a) R (b 1 2");
        File.Copy("/bin/sleep", name);
        using var none = NativeFile.Open("/dev/null", Libc.O_RDWR);
        var before = ProcFile.StartTime(Environment.ProcessId);
        var pid = ChildProcess.Start(name, [name, "1000"], null, [(none, 0), (none, 1), (none, 2)]);
        using var process = ProcessHandle.Open(pid)!;
        Assert.True(ProcFile.StartTime(pid) >= before);
        Assert.True(ProcFile.CommandLineContains(process, "b 1 2"));
        process.Signal(15);
        Assert.Equal(new ExitStatus(null, 15), process.Reap());
        Assert.Null(process.Reap());
        Assert.False(process.Signal(15));
        Assert.Null(ProcFile.StartTime(pid));
    }

    [Fact]
    public void A_lock_is_held_until_every_copy_of_it_is_closed()
    {
        var folder = Directory.CreateDirectory(machine.File("l")).FullName;
        var first = FolderLock.TryTake(folder, wait: false)!;
        Assert.Null(FolderLock.TryTake(folder, wait: false));
        using var none = NativeFile.Open("/dev/null", Libc.O_RDWR);
        var pid = ChildProcess.Start("/bin/sleep", ["sleep", "1000"], null, [(none, 0), (none, 1), (none, 2), (first.Descriptor, 4)]);
        first.Dispose();
        Assert.Null(FolderLock.TryTake(folder, wait: false));
        using (var process = ProcessHandle.Open(pid)!)
        {
            process.Signal(9);
            process.Reap();
        }
        using var second = FolderLock.TryTake(folder, wait: false);
        Assert.NotNull(second);
        Assert.Null(FolderLock.TryTake(machine.File("nowhere"), wait: true));
    }

    [Fact]
    public void A_lock_of_a_folder_that_was_replaced_is_none()
    {
        var folder = Directory.CreateDirectory(machine.File("l")).FullName;
        var first = FolderLock.TryTake(folder, wait: false)!;
        var second = Task.Run(() => FolderLock.TryTake(folder, wait: true), TestContext.Current.CancellationToken);
        Directory.Delete(folder);
        Directory.CreateDirectory(folder);
        first.Dispose();
        // It waited for the old folder, or came in time for the new one.
#pragma warning disable xUnit1031 // Nothing else is to be done meanwhile.
        using var result = second.Result;
#pragma warning restore xUnit1031
        if (result is not null)
            Assert.Equal(NativeFile.Stat(folder)!.Value.Inode, NativeFile.Stat(result.Descriptor).Inode);
    }

    [Fact]
    public void A_file_is_replaced_whole_or_not_at_all()
    {
        var path = machine.File("state");
        NativeFile.Replace(path, "one"u8, durable: true);
        NativeFile.Replace(path, "two"u8, durable: false);
        Assert.Equal("two", Encoding.UTF8.GetString(NativeFile.Read(path, 100)));
        Assert.Equal("tw", Encoding.UTF8.GetString(NativeFile.Read(path, 2)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal(["state"], Directory.EnumerateFiles(machine.Root).Select(Path.GetFileName));
        Assert.Throws<LinuxException>(() => NativeFile.Replace(machine.File("no/such/state"), "x"u8, durable: false));
    }

    private string Run(string command, params (System.Runtime.InteropServices.SafeHandle, int)[] descriptors)
    {
        var output = machine.File("output");
        using var none = NativeFile.Open("/dev/null", Libc.O_RDWR);
        using (var file = NativeFile.Open(output, Libc.O_WRONLY | Libc.O_CREAT | Libc.O_TRUNC))
        {
            var pid = ChildProcess.Start("/bin/sh", ["sh", "-c", command], null, [(none, 0), (file, 1), (file, 2), .. descriptors]);
            using var process = ProcessHandle.Open(pid)!;
            process.Reap();
        }
        return File.ReadAllText(output);
    }
}
