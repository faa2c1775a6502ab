using CliWrap;
using CliWrap.Buffered;

namespace Fota.Tool.Tests;

/// <summary>Small real firmware: compiled and linked by arm-none-eabi-g++, for tests that need ELF files and their images.</summary>
internal static class Firmware
{
    private const string LinkerScript = """
        MEMORY { FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 128K  RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 32K }
        ENTRY(start)
        SECTIONS
        {
            .text : { KEEP(*(.vectors)) *(.text*) } > FLASH
            .rodata : { *(.rodata*) } > FLASH
            .data : { *(.data*) } > RAM AT > FLASH
            .bss : { *(.bss*) } > RAM
            /DISCARD/ : { *(.ARM.exidx*) *(.comment) }
        }
        """;

    /// <summary>The first version. The functions call each other, so that a change in size moves call targets.</summary>
    public const string First = """
        extern "C" void start();
        __attribute__((section(".vectors"), used)) const void *const vectors[] = {(void *)0x20008000, (void *)start};
        namespace motor { struct speed { int rpm; }; }
        volatile int sink; int table[4] = {1, 2, 3, 4};
        const char *const names[] = {"north", "south"};
        __attribute__((noinline)) int scale(int x) { return x * table[x & 3] + 17; }
        __attribute__((noinline)) int blink(int x) { return scale(x) + scale(x + 1); }
        __attribute__((noinline)) void set(motor::speed s) { sink = blink(s.rpm) + 0x12345678; }
        __attribute__((noinline)) void show(int i) { sink = (int)names[i & 1]; }
        void start() { for (int i = 0;; i++) { set(motor::speed{i}); show(i); sink = blink(i); } }
        """;

    /// <summary>The second version: a longer function before the others, a new one, another constant.</summary>
    public static string Second { get; } = First
        .Replace("return x * table[x & 3] + 17;", "for (int i = 0; i < x; i++) sink = i * 3; return x * table[x & 3] + 19;", StringComparison.Ordinal)
        .Replace("void start() { for", "__attribute__((noinline)) int brake(int x) { return sink / (x + 7) - blink(x); }\nvoid start() { sink = brake(3); for", StringComparison.Ordinal)
        .Replace("0x12345678", "0x12345999", StringComparison.Ordinal);

    /// <summary>A program of texts in no order and a table of them: all its pointers lead to data, from which no link address can be inferred.</summary>
    /// <param name="spaces">Spaces before each fortieth text.</param>
    public static string Texts(int spaces)
    {
        var random = new Random(7);
        int[] order = [.. Enumerable.Range(0, 300)];
        random.Shuffle(order);
        IEnumerable<string> texts = order.Select((_, i) => $"const char t{i}[] = \"{(i % 40 == 0 ? new string(' ', spaces) : "")}{random.Next()}\";");
        return $"""
            extern "C" void start();
            __attribute__((section(".vectors"), used)) const void *const vectors[] = {'{'}(void *)0x20008000, (void *)start{'}'};
            {string.Join('\n', texts)}
            extern const char *const table[] = {'{'}{string.Join(", ", order.Select(i => $"t{i}"))}{'}'};
            const char *volatile sink;
            __attribute__((noinline)) void show(int i) {'{'} sink = table[i]; {'}'}
            void start() {'{'} for (int i = 0;; i++) show(i % 300); {'}'}
            """;
    }

    /// <summary>Compiles a program.</summary>
    /// <returns>The paths of its ELF file and of its image; the linker's map is beside them.</returns>
    public static async Task<(string Elf, string Image)> BuildAsync(TemporaryFolder folder, string name, string source)
    {
        await File.WriteAllTextAsync(folder[name + ".cpp"], source);
        await File.WriteAllTextAsync(folder["firmware.ld"], LinkerScript);
        string elf = folder[name + ".elf"], image = folder[name + ".bin"];
        await RunAsync("arm-none-eabi-g++", "-mcpu=cortex-m3", "-mthumb", "-O1", "-fno-exceptions", "-ffunction-sections", "-nostdlib", "-w",
            "-Wl,--build-id=none", "-Wl,-Map=" + folder[name + ".map"], "-T", folder["firmware.ld"], folder[name + ".cpp"], "-lgcc", "-o", elf);
        await RunAsync("arm-none-eabi-objcopy", "-O", "binary", elf, image);
        return (elf, image);
    }

    private static Task RunAsync(string command, params string[] arguments) =>
        Cli.Wrap(command).WithArguments(arguments).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
}
