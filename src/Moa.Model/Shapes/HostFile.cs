namespace Moa.Model.Shapes;

/// <summary>What a text has to do with files of the host.</summary>
internal enum HostFile
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is a file or folder that must be there when the machine starts.</summary>
    Input,

    /// <summary>It is the same if it has a slash; without one it is the name of a file of QEMU's own.</summary>
    InputOrQemus,

    /// <summary>It is a file or socket that QEMU makes or that comes by itself.</summary>
    Output,
}
