namespace Fota.Tool.CommandLine;

/// <summary>Asks for a password without showing it.</summary>
internal static class PasswordPrompt
{
    private const int MaxLength = 1024;

    /// <summary>Reads one line from the keyboard, in an array that its user clears.</summary>
    public static char[] Read()
    {
        Console.Error.Write("Password of the private key: ");
        char[] typed = new char[MaxLength];
        int length = 0;
        while (true)
        {
            ConsoleKeyInfo key = Console.ReadKey(intercept: true);
            if (key.Key == ConsoleKey.Enter)
                break;
            if (key.Key == ConsoleKey.Backspace)
                length = Math.Max(0, length - 1);
            else if (!char.IsControl(key.KeyChar) && length < MaxLength)
                typed[length++] = key.KeyChar;
        }

        Console.Error.WriteLine();
        char[] password = typed[..length];
        Array.Clear(typed);
        return password;
    }
}
