using System.Text.Json.Nodes;
using Moa.Model.CommandLines;

namespace Moa.Model;

internal sealed partial class CommandLineWriter
{
    /// <summary>Writes a character device and returns its id.</summary>
    public string Chardev(Chardev chardev, Place place)
    {
        place = place.WithId(chardev.Id);
        TakeId(IdSpace.Chardev, place);
        var values = new JsonObject { ["id"] = place.Id };
        chardev.AddOptions(values, this, place);
        Keyval("-chardev", chardev.Backend, values);
        return place.Id;
    }

    /// <summary>Writes a network backend and returns its id.</summary>
    public string Netdev(Netdev netdev, Place place)
    {
        place = place.WithId(netdev.Id);
        var options = netdev.Options(this, place);
        options.Insert(1, "id", TakeId(IdSpace.Netdev, place));
        Json("-netdev", options);
        return place.Id;
    }

    /// <summary>Writes a disk image and returns the name of its node.</summary>
    public string BlockNode(FormatNode node, Place place)
    {
        var options = node.Options(this, place);
        Json("-blockdev", options);
        return (string)options["node-name"]!;
    }

    /// <summary>Writes a device: its driver and id, then these properties.</summary>
    public void Device(string driver, Place place, JsonObject properties)
    {
        TakeId(IdSpace.Device, place);
        var names = properties.Select(property => property.Key).Where(name => name != "bus");
        devices.Add(new CommandLineDevice(driver, place.Path, [.. names]));
        properties.Insert(0, "driver", driver);
        properties.Insert(1, "id", place.Id);
        Json("-device", properties);
    }

    /// <summary>Writes a virtio device, whose driver carries the machine's transport in its name.</summary>
    public void VirtioDevice(string type, Place place, JsonObject properties) =>
        Device(Transport.Driver(type), place, properties);
}
