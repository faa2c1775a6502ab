using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace Fota.Tool.CommandLine;

/// <summary>
/// Where a command's answer goes: a table for a person or one JSON document for a script, on standard output; on standard
/// error when standard output carries the product itself. Spectre.Console is only loaded when a table is really drawn.
/// </summary>
internal sealed class Terminal(bool json, TextWriter output, TextWriter error)
{
    /// <summary>Columns of a table when the output is a file or a pipe, where nothing needs to fit a window.</summary>
    private const int RedirectedWidth = 160;

    private bool _productOnStandardOutput;

    /// <summary>Whether the answer is wanted as JSON.</summary>
    public bool Json { get; } = json;

    /// <summary>Standard error: notes, progress and failures.</summary>
    public TextWriter Error { get; } = error;

    /// <summary>Where a command prints its answer.</summary>
    public TextWriter Out => _productOnStandardOutput ? Error : output;

    /// <summary>Whether a person watches, so that progress may move.</summary>
    public bool IsWatched => !Json && !Console.IsErrorRedirected && !Console.IsOutputRedirected;

    /// <summary>Says where the product itself (a patch, an image) goes: when that is standard output, the answer must not.</summary>
    public void SendProductTo(string path) => _productOnStandardOutput |= path == InputFile.Standard;

    /// <summary>Prints the answer: <paramref name="result"/> as JSON, or what <paramref name="draw"/> draws of it.</summary>
    public void Answer<T>(T result, JsonTypeInfo<T> shape, Action<IAnsiConsole> draw)
    {
        Print(() =>
        {
            if (Json)
                Out.WriteLine(JsonSerializer.Serialize(result, shape));
            else
                draw(CreateConsole(Out));
        });
    }

    /// <summary>Prints the answer: <paramref name="result"/> as JSON, or the lines of <paramref name="text"/>.</summary>
    public void Answer<T>(T result, JsonTypeInfo<T> shape, params IEnumerable<string> text)
    {
        Print(() =>
        {
            foreach (string line in Json ? [JsonSerializer.Serialize(result, shape)] : text)
                Out.WriteLine(line);
        });
    }

    /// <summary>A note that is no failure, on standard error.</summary>
    public void Note(string text) => Error.WriteLine($"note: {text}");

    /// <summary>A warning, on standard error.</summary>
    public void Warn(string text) => Error.WriteLine($"warning: {text}");

    /// <summary>Shows a progress bar on standard error while <paramref name="work"/> runs, if a person watches.</summary>
    public T WithProgress<T>(string title, Func<IProgress<double>?, T> work)
    {
        if (!IsWatched)
            return work(null);
        return CreateConsole(Error, moves: true).Progress().AutoClear(true).Start(context =>
        {
            ProgressTask bar = context.AddTask(title, maxValue: 1);
            return work(new BarProgress(bar));
        });
    }

    /// <summary>The same of work that is waited for.</summary>
    public Task<T> WithProgressAsync<T>(string title, Func<IProgress<double>?, Task<T>> work) => !IsWatched
        ? work(null)
        : CreateConsole(Error).Progress().AutoClear(true).StartAsync(context => work(new BarProgress(context.AddTask(title, maxValue: 1))));

    /// <summary>Shows that something goes on while <paramref name="work"/> runs, if a person watches.</summary>
    public Task<T> WithStatusAsync<T>(string title, Func<Task<T>> work) =>
        IsWatched ? CreateConsole(Error, moves: true).Status().StartAsync(title, _ => work()) : work();

    // A full disk behind standard output, or a closed one, is no fault of an input.
    private static void Print(Action print)
    {
        try
        {
            print();
        }
        catch (Exception failure) when (OutputFile.IsOfStandardOutput(failure))
        {
            throw OutputFile.Unwritable("the answer", failure);
        }
    }

    private IAnsiConsole CreateConsole(TextWriter writer, bool moves = false)
    {
        bool redirected = ReferenceEquals(writer, Error) ? Console.IsErrorRedirected : Console.IsOutputRedirected;
        bool plain = redirected || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            // Bold and dim are gone with the colours; only what moves needs a terminal's control codes then.
            Ansi = redirected || plain && !moves ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (redirected)
            console.Profile.Width = RedirectedWidth;
        return console;
    }

    private sealed class BarProgress(ProgressTask bar) : IProgress<double>
    {
        public void Report(double value) => bar.Value = value;
    }
}
