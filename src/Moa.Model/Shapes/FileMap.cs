namespace Moa.Model.Shapes;

/// <summary>Replaces the name of a host file: gets the path in the spec, what the file is for, and the name.</summary>
internal delegate string FileMap(string path, HostFile use, string name);
