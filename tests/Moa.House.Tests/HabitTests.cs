using System.Text.RegularExpressions;

namespace Moa.House.Tests;

/// <summary>Rules of the house that text can show.</summary>
public sealed partial class HabitTests
{
    [Fact]
    public void No_file_is_longer_than_500_lines() =>
        Assert.Empty(Repository.SourceFiles("src").Concat(Repository.SourceFiles("tests"))
            .Where(static file => File.ReadLines(file).Count() > 500));

    [Fact]
    public void Only_the_tool_runner_starts_processes_through_the_framework() =>
        Assert.Equal(["ToolRunner.cs"], FilesWith(FrameworkProcess()));

    [Fact]
    public void Native_functions_are_declared_in_interop_folders_only() =>
        Assert.Empty(Repository.SourceFiles("src")
            .Where(static file => LibraryImport().IsMatch(File.ReadAllText(file)))
            .Where(static file => !file.Contains("/Interop/", StringComparison.Ordinal)));

    [Fact]
    public void Nothing_sleeps_or_polls() => Assert.Empty(FilesWith(Sleep()));

    [Fact]
    public void No_error_is_swallowed_without_a_word() => Assert.Empty(FilesWith(EmptyCatch()));

    [Fact]
    public void Nothing_is_left_to_do() => Assert.Empty(FilesWith(LeftToDo()));

    [Fact]
    public void Every_unsafe_block_says_why_it_is_safe() =>
        Assert.Empty(
            from file in Repository.SourceFiles("src")
            let lines = File.ReadAllLines(file)
            from index in Enumerable.Range(0, lines.Length)
            where UnsafeBlock().IsMatch(lines[index])
            where !lines[Math.Max(0, index - 5)..index].Any(static line => line.Contains("SAFETY:", StringComparison.Ordinal))
            select $"{Path.GetRelativePath(Repository.Root, file)}:{index + 1}");

    [Fact]
    public void Every_source_folder_has_a_readme() =>
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src"))
            .Where(static folder => !File.Exists(Path.Combine(folder, "README.md"))));

    private static IEnumerable<string> FilesWith(Regex pattern) =>
        Repository.SourceFiles("src").Where(file => pattern.IsMatch(File.ReadAllText(file))).Select(static file => Path.GetFileName(file));

    [GeneratedRegex(@"\bProcessStartInfo\b|\bProcess\.Start\b")]
    private static partial Regex FrameworkProcess();

    [GeneratedRegex(@"\[(LibraryImport|DllImport)\b")]
    private static partial Regex LibraryImport();

    [GeneratedRegex(@"Thread\.Sleep|Task\.Delay")]
    private static partial Regex Sleep();

    [GeneratedRegex(@"catch\s*(\([^)]*\))?\s*\{\s*\}")]
    private static partial Regex EmptyCatch();

    [GeneratedRegex(@"NotImplementedException|\bTODO\b|\bFIXME\b|\bHACK\b")]
    private static partial Regex LeftToDo();

    [GeneratedRegex(@"^\s*unsafe\s*(\{|$)")]
    private static partial Regex UnsafeBlock();
}
