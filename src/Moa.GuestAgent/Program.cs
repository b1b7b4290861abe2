using Moa.GuestAgent;

return Agent.Run(args);
