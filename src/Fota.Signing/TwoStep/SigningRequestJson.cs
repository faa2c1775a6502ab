using System.Buffers;
using System.Text;
using System.Text.Json;
using Fota.Errors;

namespace Fota.Signing;

/// <summary>
/// The JSON of a signing request. What is read decides what gets signed and which files are written, so any deviation from what is
/// written is refused: unknown, missing or repeated fields, names with folders, digests in another spelling.
/// </summary>
internal static class SigningRequestJson
{
    private const int MaxBytes = 1024 * 1024;
    private const int MaxEntries = 1000;
    private const int MaxNameLength = 128;

    /// <summary>What separates folders, or is no part of file names, on any of the supported systems.</summary>
    private static readonly SearchValues<char> s_notInFileNames = SearchValues.Create("/\\:*?\"<>|");

    private static readonly JsonDocumentOptions s_strict = new() { MaxDepth = 4 };

    internal static byte[] Write(SigningRequest request)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("schema", SigningRequest.SchemaVersion);
            json.WriteString("product", request.Product);
            json.WriteString("version", request.Version);
            json.WriteString("algorithm", request.Algorithm.Name());
            json.WriteString("keyId", request.KeyId);
            json.WriteStartArray("entries");
            foreach (SigningRequestEntry entry in request.Entries)
            {
                json.WriteStartObject();
                json.WriteString("file", entry.File);
                json.WriteString("signatureFile", entry.SignatureFile);
                json.WriteNumber("size", entry.Size);
                json.WriteString("sha256", entry.Sha256);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        // The writer takes the line ends of the machine; the file is the same on all.
        string text = Encoding.UTF8.GetString(stream.ToArray()).ReplaceLineEndings("\n") + "\n";
        return Encoding.UTF8.GetBytes(text);
    }

    internal static SigningRequest Read(string path)
    {
        try
        {
            return Parse(BoundedFile.Read(path, MaxBytes, out _), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FotaException(
                SigningErrors.RequestUnreadable,
                $"The signing request {path} cannot be read: {e.Message}",
                "Give the update.tbs.json that the build left, or its folder.",
                e)
            { File = path };
        }
    }

    internal static SigningRequest Parse(ReadOnlyMemory<byte> json, string name)
    {
        try
        {
            if (json.Length > MaxBytes)
                throw new FormatException($"it has more than {MaxBytes:N0} bytes");
            using JsonDocument document = JsonDocument.Parse(json, s_strict);
            RequireVersion(document.RootElement, name);
            StrictObject root = new(document.RootElement, ["schema", "product", "version", "algorithm", "keyId", "entries"]);
            if (!SignatureAlgorithms.TryParse(root.String("algorithm"), out SignatureAlgorithm algorithm))
                throw new FormatException($"the algorithm {root.String("algorithm")} is unknown");
            JsonElement list = root.Array("entries");
            if (list.GetArrayLength() is 0 or > MaxEntries)
                throw new FormatException($"it has {list.GetArrayLength()} entries, not 1 to {MaxEntries}");
            SigningRequestEntry[] entries = [.. list.EnumerateArray().Select(ReadEntry)];
            RequireDistinctFiles(entries);
            return new SigningRequest(Name(root, "product"), Name(root, "version"), algorithm, Digest(root.String("keyId")), entries);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw Invalid(name, e.Message.TrimEnd('.'), e);
        }
    }

    /// <summary>Comes before all else: a newer version may have other fields, and is not damaged for that.</summary>
    private static void RequireVersion(JsonElement root, string name)
    {
        JsonElement schema = default;
        bool hasVersion = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("schema", out schema);
        if (!hasVersion || !schema.TryGetInt32(out int version))
            throw new FormatException("it has no schema version");
        if (version > SigningRequest.SchemaVersion)
        {
            throw new FotaException(
                SigningErrors.RequestTooNew,
                $"The signing request {name} has version {version}; this version of Fota.Build reads up to {SigningRequest.SchemaVersion}.",
                "Sign with the version of Fota.Build that made the package, or a newer one.")
            { File = name };
        }

        if (version < 1)
            throw new FormatException($"version {version} does not exist");
    }

    private static SigningRequestEntry ReadEntry(JsonElement element)
    {
        StrictObject entry = new(element, ["file", "signatureFile", "size", "sha256"]);
        string file = FileNameOf(entry.String("file"));
        return new SigningRequestEntry(
            file,
            SignatureFileOf(file, entry.String("signatureFile")),
            entry.Size("size"),
            Digest(entry.String("sha256")));
    }

    private static void RequireDistinctFiles(SigningRequestEntry[] entries)
    {
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        foreach (string file in entries.SelectMany(entry => (string[])[entry.File, entry.SignatureFile]))
        {
            if (!names.Add(file))
                throw new FormatException($"it names the file {file} twice");
        }
    }

    /// <summary>A request names what is written on the signing machine: only the signature of its file may be, never a key beside it.</summary>
    private static string SignatureFileOf(string file, string name) =>
        name == file + ".sig" || name == Path.ChangeExtension(file, ".sig")
            ? name
            : throw new FormatException($"'{name}' is no name for the signature of {file}");

    private static string FileNameOf(string name) =>
        name.Length <= 255 && name.Trim(' ', '.').Length > 0 && !name.AsSpan().ContainsAny(s_notInFileNames) && !name.Any(char.IsControl)
            ? name
            : throw new FormatException($"'{name}' is no plain file name");

    /// <summary>It is shown to a person before the signature: one line, and no control codes.</summary>
    private static string Name(StrictObject root, string field) =>
        root.String(field) is { Length: > 0 and <= MaxNameLength } name && !name.Any(char.IsControl)
            ? name
            : throw new FormatException($"its {field} is empty, longer than {MaxNameLength} characters, or has control characters");

    private static string Digest(string text) =>
        text.Length == 64 && text.All(char.IsAsciiHexDigitLower)
            ? text
            : throw new FormatException($"'{text}' is no SHA-256 in lower-case hexadecimal digits");

    private static FotaException Invalid(string name, string why, Exception? cause = null) => new(
        SigningErrors.RequestInvalid,
        $"The signing request {name} is damaged: {why}.",
        "Take update.tbs.json from the build again; it is not meant to be edited.",
        cause)
    { File = name };
}
