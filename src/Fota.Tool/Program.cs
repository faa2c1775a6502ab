using Fota.Tool.CommandLine;

return await CommandRunner.RunAsync(args);
