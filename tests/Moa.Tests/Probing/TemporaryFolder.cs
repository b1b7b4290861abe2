namespace Moa.Tests.Probing;

/// <summary>A folder for one test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("moa-probe-").FullName;

    /// <summary>For sockets; others may not look into it.</summary>
    public string Runtime => System.IO.Path.Combine(Path, "run");

    public string Script(string name, string body)
    {
        var path = System.IO.Path.Combine(Path, name);
        File.WriteAllText(path, "#!/bin/sh\n" + body);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    /// <summary>
    /// A QEMU of some version that greets and negotiates, then does what a line of Perl says. Perl, which every Debian
    /// has, can accept a connection on the socket that it inherits.
    /// </summary>
    public string FakeQemu(string version, string then)
    {
        var (major, minor) = (version.Split('.')[0], version.Split('.')[1]);
        return Script("fake-qemu", $$$$"""
            exec perl -MSocket -e '
              open(my $listener, "+<&=", 3); accept(my $client, $listener);
              syswrite $client, "{\"QMP\": {\"version\": {\"qemu\": {\"micro\": 0, \"minor\": {{{{minor}}}}, \"major\": {{{{major}}}}}, \"package\": \"\"}, \"capabilities\": []}}\r\n";
              sysread $client, $_, 4096;
              syswrite $client, "{\"return\": {}}\r\n";
              {{{{then}}}}'

            """);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
