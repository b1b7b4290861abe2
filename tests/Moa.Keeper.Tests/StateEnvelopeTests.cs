using System.Text;
using Moa.Interop.Linux;
using Moa.Keeping.Protocol;
using Moa.Storing;

namespace Moa.Keeper.Tests;

/// <summary>A state file is right, or it is known that it is not.</summary>
public sealed class StateEnvelopeTests
{
    private static readonly byte[] Data = "{\"name\":\"a machine\",\"numbers\":[1,2,3]}"u8.ToArray();

    [Theory]
    [InlineData("", 0u)]
    [InlineData("123456789", 0xe3069283u)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x22620404u)]
    public void The_checksum_is_CRC_32C(string text, uint expected) =>
        Assert.Equal(expected, StateEnvelope.Checksum(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void What_was_wrapped_comes_out_again()
    {
        var file = StateEnvelope.Wrap(1, Data);
        Assert.StartsWith("{\"schema\":1,\"checksum\":\"crc32c:", Encoding.UTF8.GetString(file));
        Assert.Equal(EnvelopeProblem.None, StateEnvelope.Unwrap(file, 1, out var data));
        Assert.Equal(Data, data.ToArray());
    }

    [Fact]
    public void A_file_cut_anywhere_is_damaged()
    {
        var file = StateEnvelope.Wrap(1, Data);
        // The last byte is the line's end.
        for (var length = 0; length < file.Length - 1; length++)
            Assert.Equal(EnvelopeProblem.Damaged, StateEnvelope.Unwrap(file.AsSpan(0, length), 1, out _));
    }

    [Fact]
    public void A_bit_changed_anywhere_is_never_taken_for_other_data()
    {
        var file = StateEnvelope.Wrap(1, Data);
        for (var bit = 0; bit < (file.Length - 1) * 8; bit++)
        {
            var changed = file.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            if (StateEnvelope.Unwrap(changed, 1, out var data) == EnvelopeProblem.None)
                Assert.Equal(Data, data.ToArray());
        }
    }

    [Fact]
    public void A_newer_schema_is_said_to_be_newer() =>
        Assert.Equal(EnvelopeProblem.Newer, StateEnvelope.Unwrap(StateEnvelope.Wrap(2, Data), 1, out _));

    [Fact]
    public void A_process_record_survives_its_file()
    {
        using var machine = new TestMachine();
        var record = new ProcessRecord
        {
            Id = "3f9a2c71",
            Data = "/a \"b\"/ü",
            Temporary = true,
            Boot = ProcFile.BootId(),
            KeeperPid = 1,
            KeeperStartTime = long.MaxValue,
            QemuPid = 2,
            QemuStartTime = 3,
            Marked = true,
            Listeners = [new QemuListener("qmp", 3), new QemuListener("serial", 5)],
        };
        record.Save(machine.Root);
        var loaded = ProcessRecord.Load(machine.Root)!;
        Assert.Equal(
            (record.Id, record.Data, record.Temporary, record.Boot, record.KeeperPid, record.KeeperStartTime, record.QemuPid, record.QemuStartTime, record.Marked),
            (loaded.Id, loaded.Data, loaded.Temporary, loaded.Boot, loaded.KeeperPid, loaded.KeeperStartTime, loaded.QemuPid, loaded.QemuStartTime, loaded.Marked));
        Assert.Equal(record.Listeners, loaded.Listeners);
        File.WriteAllText(machine.File("process.json"), "nonsense");
        Assert.Null(ProcessRecord.Load(machine.Root));
    }
}
