using System.Text;
using System.Text.Json.Nodes;

namespace Moa.Cli.Output;

/// <summary>Aligned columns under headings, as every shell tool prints them.</summary>
internal static class Table
{
    public static string Write(IReadOnlyList<JsonObject> items, ReadOnlySpan<Column> columns)
    {
        var rows = new List<string[]> { Row(columns, static column => column.Heading) };
        foreach (var item in items)
            rows.Add(Row(columns, column => column.Text(item) ?? "-"));

        var text = new StringBuilder();
        foreach (var row in rows)
        {
            for (var column = 0; column < row.Length; column++)
            {
                var width = column == row.Length - 1 ? 0 : rows.Max(cells => cells[column].Length) + 3;
                text.Append(row[column].PadRight(width));
            }
            text.AppendLine();
        }
        return text.ToString();
    }

    private static string[] Row(ReadOnlySpan<Column> columns, Func<Column, string> cell)
    {
        var cells = new string[columns.Length];
        for (var index = 0; index < cells.Length; index++)
            cells[index] = cell(columns[index]);
        return cells;
    }
}
