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

    /// <summary>Writes a device: its driver and id, then these properties.</summary>
    public void Device(string driver, Place place, JsonObject properties)
    {
        TakeId(IdSpace.Device, place);
        properties.Insert(0, "driver", driver);
        properties.Insert(1, "id", place.Id);
        Json("-device", properties);
    }

    /// <summary>Writes a virtio device, whose driver carries the machine's transport in its name.</summary>
    public void VirtioDevice(string type, Place place, JsonObject properties) =>
        Device(Transport.Driver(type), place, properties);
}
