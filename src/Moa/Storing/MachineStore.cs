using System.Text.Json;
using Moa.Interop.Linux;

namespace Moa.Storing;

/// <summary>
/// The machines of one <see cref="MoaPlaces.Home"/>: a folder each, found again by any process of the same user. Changes of
/// the set of names are made under one lock; a damaged record is reported by name and touches no other.
/// </summary>
public sealed class MachineStore
{
    private const string RecordFile = "machine.json";
    private const int Schema = 1;
    private readonly MoaPlaces _places;
    private readonly TimeProvider _time;

    internal MachineStore(MoaPlaces places, TimeProvider time)
    {
        _places = places;
        _time = time;
    }

    /// <summary>All machines, oldest first. A record that cannot be read is passed to <paramref name="damaged"/>.</summary>
    public IReadOnlyList<MachineRecord> List(Action<DamagedStateException>? damaged = null)
    {
        var records = new List<MachineRecord>();
        foreach (var id in Ids())
        {
            try
            {
                records.Add(Read(id));
            }
            catch (DamagedStateException failure)
            {
                damaged?.Invoke(failure);
            }
            catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
            {
                // Removed, or not yet written, by another process: no machine either way.
                continue;
            }
        }
        records.Sort(static (one, other) => one.Created.CompareTo(other.Created));
        return records;
    }

    /// <summary>The machine of a name, an id, or the beginning of an id that no other shares.</summary>
    /// <exception cref="MachineNotFoundException">There is none.</exception>
    /// <exception cref="MachineConflictException">Several ids begin so.</exception>
    public MachineRecord Find(string name)
    {
        var records = List();
        if (records.FirstOrDefault(record => record.Name == name) is { } named)
            return named;
        return records.Where(record => name.Length > 0 && record.Id.ToString().StartsWith(name, StringComparison.Ordinal)).ToList() switch
        {
            [var record] => record,
            [] => throw new MachineNotFoundException(name, records.Select(static record => record.Name).FirstOrDefault(known => IsNear(known, name))),
            var several => throw new MachineConflictException(
                $"'{name}' may be {string.Join(" or ", several.Select(static record => $"{record.Name} ({record.Id})"))}: write more of the id."),
        };
    }

    /// <summary>Records a new machine. Its folder exists afterwards; nothing runs yet.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="name">Its name; null has one invented.</param>
    /// <param name="describe">Makes the record of the name and time given.</param>
    /// <exception cref="MachineConflictException">The name is taken.</exception>
    /// <exception cref="MoaConfigurationException">The name cannot be one.</exception>
    internal MachineRecord Create(MachineId id, string? name, Func<string, DateTimeOffset, MachineRecord> describe)
    {
        if (name is not null)
            MachineNames.Check(name);
        _places.Prepare();
        using var names = LockNames();
        RemoveUnfinished();
        var taken = List().ToDictionary(static record => record.Name);
        if (name is not null && taken.TryGetValue(name, out var other))
            throw new MachineConflictException($"There is a machine '{name}' already ({other.Id}). Choose another name, or 'moa rm {name}' first.");

        var record = describe(name ?? MachineNames.Invent(taken.ContainsKey), _time.GetUtcNow());
        var folder = Directory.CreateDirectory(FolderOf(record.Id)).FullName;
        NativeFile.Replace(Path.Combine(folder, RecordFile), StateEnvelope.Wrap(Schema, JsonSerializer.SerializeToUtf8Bytes(record, StoreJson.Default.MachineRecord)), durable: true);
        return record;
    }

    /// <summary>Removes a machine's folders; what is gone already is no error.</summary>
    internal void Remove(MachineId id)
    {
        using var names = LockNames();
        foreach (var folder in (ReadOnlySpan<string>)[RuntimeFolderOf(id), FolderOf(id)])
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The machine's lasting folder.</summary>
    internal string FolderOf(MachineId id) => Path.Combine(_places.Machines, id.ToString());

    /// <summary>The machine's folder of sockets.</summary>
    internal string RuntimeFolderOf(MachineId id) => Path.Combine(_places.Runtime, id.ToString());

    private MachineRecord Read(MachineId id)
    {
        var file = Path.Combine(FolderOf(id), RecordFile);
        try
        {
            var problem = StateEnvelope.Unwrap(File.ReadAllBytes(file), Schema, out var data);
            if (problem != EnvelopeProblem.None)
                throw new DamagedStateException(file, problem == EnvelopeProblem.Newer ? "a newer moa wrote it" : "it is torn or was changed");
            var record = JsonSerializer.Deserialize(data, StoreJson.Default.MachineRecord) ?? throw new DamagedStateException(file, "it is empty");
            return record.Id == id ? record : throw new DamagedStateException(file, $"it is the record of another machine ({record.Id})");
        }
        catch (JsonException failure)
        {
            throw new DamagedStateException(file, failure.Message);
        }
    }

    private IEnumerable<MachineId> Ids()
    {
        if (!Directory.Exists(_places.Machines))
            yield break;
        foreach (var folder in Directory.EnumerateDirectories(_places.Machines))
        {
            if (MachineId.TryParse(Path.GetFileName(folder), out var id))
                yield return id;
        }
    }

    private FolderLock LockNames() =>
        FolderLock.TryTake(_places.Machines, wait: true) ?? throw new DirectoryNotFoundException($"The folder '{_places.Machines}' is gone.");

    /// <summary>Removes folders whose machine was never recorded: whoever began them holds no lock any more, so has died.</summary>
    private void RemoveUnfinished()
    {
        foreach (var folder in Ids().Select(FolderOf).Where(static folder => !File.Exists(Path.Combine(folder, RecordFile))))
            Directory.Delete(folder, recursive: true);
    }

    private static bool IsNear(string known, string name) =>
        known.Contains(name, StringComparison.OrdinalIgnoreCase) || (name.Length > 2 && known.StartsWith(name[..2], StringComparison.OrdinalIgnoreCase));
}
