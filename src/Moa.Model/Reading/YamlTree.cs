using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Moa.Model.Reading;

/// <summary>Makes the tree of a YAML text from the events of YamlDotNet's parser.</summary>
internal sealed class YamlTree
{
    private readonly Parser parser;
    private readonly SpecReading reading;

    private YamlTree(string text, SpecReading reading)
    {
        parser = new Parser(new StringReader(text));
        this.reading = reading;
    }

    /// <summary>The tree of the text's one document.</summary>
    /// <exception cref="SpecTreeException">The text is not YAML, or more than a spec can be.</exception>
    public static SpecNode Parse(string text, SpecReading reading)
    {
        SpecLimits.CheckLength(text);
        try
        {
            return new YamlTree(text, reading).Document();
        }
        catch (YamlException e)
        {
            throw new SpecTreeException($"This is not YAML: {e.Message.TrimEnd('.')}.", (int)e.Start.Line, (int)e.Start.Column);
        }
    }

    private SpecNode Document()
    {
        parser.Consume<StreamStart>();
        if (parser.Accept<StreamEnd>(out _))
            return new ScalarNode("", 1, 1, "", ScalarStyle.Plain);
        parser.Consume<DocumentStart>();
        var root = Node("", 0);
        parser.Consume<DocumentEnd>();
        if (parser.TryConsume<DocumentStart>(out var second))
            throw Refuse(second, "A second document begins here; a spec is one.");
        return root;
    }

    private SpecNode Node(string path, int depth)
    {
        SpecNode node = parser.Consume<ParsingEvent>() switch
        {
            MappingStart start => Map(start, path, depth),
            SequenceStart start => List(start, path, depth),
            Scalar scalar => Scalar(scalar, path),
            AnchorAlias alias => Alias(alias, path),
            var other => throw Refuse(other, "No value stands here."),
        };
        reading.Add(node);
        return node;
    }

    private MapNode Map(MappingStart start, string path, int depth)
    {
        Enter(start, path, depth);
        var entries = new Dictionary<string, MapEntry>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var scalar))
                throw Refuse(parser.Current!, "The name of a member must be text.");
            var key = Scalar(scalar, SpecPath.Member(path, scalar.Value));
            var entry = new MapEntry(key, Node(key.Path, depth + 1));
            if (!entries.TryAdd(key.Text, entry))
                reading.Problem(key, $"{SpecText.Quote(key.Text)} was said before, in line {entries[key.Text].Key.Line}.");
        }
        return new MapNode(path, (int)start.Start.Line, (int)start.Start.Column, [.. entries.Values]);
    }

    private ListNode List(SequenceStart start, string path, int depth)
    {
        Enter(start, path, depth);
        var items = new List<SpecNode>();
        while (!parser.TryConsume<SequenceEnd>(out _))
            items.Add(Node(SpecPath.Item(path, items.Count), depth + 1));
        return new ListNode(path, (int)start.Start.Line, (int)start.Start.Column, items);
    }

    private ScalarNode Scalar(Scalar scalar, string path)
    {
        CheckProperties(scalar, path);
        var style = scalar.Style == YamlDotNet.Core.ScalarStyle.Plain ? ScalarStyle.Plain : ScalarStyle.Text;
        return new ScalarNode(path, (int)scalar.Start.Line, (int)scalar.Start.Column, scalar.Value, style);
    }

    private ScalarNode Alias(AnchorAlias alias, string path)
    {
        var node = new ScalarNode(path, (int)alias.Start.Line, (int)alias.Start.Column, "", ScalarStyle.Plain);
        reading.Unread(node, "An alias stands here; a spec has none. Write the value itself.");
        return node;
    }

    private void Enter(NodeEvent start, string path, int depth)
    {
        if (depth >= SpecLimits.Depth)
            throw Refuse(start, $"This is nested more than {SpecLimits.Depth} deep.");
        CheckProperties(start, path);
    }

    private void CheckProperties(NodeEvent node, string path)
    {
        var position = new ScalarNode(path, (int)node.Start.Line, (int)node.Start.Column, "", ScalarStyle.Plain);
        if (!node.Anchor.IsEmpty)
            reading.Problem(position, $"The anchor '&{node.Anchor}' stands here; a spec has none.");
        if (!node.Tag.IsEmpty)
            reading.Problem(position, $"The tag {SpecText.Quote(node.Tag.ToString())} stands here; a spec has none.");
    }

    private static SpecTreeException Refuse(ParsingEvent at, string message) =>
        new(message, (int)at.Start.Line, (int)at.Start.Column);
}
