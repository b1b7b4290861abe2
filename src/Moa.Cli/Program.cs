using System.CommandLine;
var root = new RootCommand("x");
var verbs = new[]{"run","create","start","stop","ls","inspect","wait","logs","exec","rm","args","validate","schema","image","doctor","version"};
foreach (var v in verbs) { var c = new Command(v, v); for (int i=0;i<12;i++) c.Options.Add(new Option<string>("--o"+i)); c.Arguments.Add(new Argument<string[]>("rest")); c.SetAction(async (p, ct) => { await Task.Yield(); Console.WriteLine("hi"); return 0; }); root.Subcommands.Add(c);} 
return await root.Parse(args).InvokeAsync();
