using System.Globalization;
using Fota.Release.Gate;
using Fota.Release.Images;
using Fota.Release.Packaging;
using Fota.Release.Planning;
using Fota.Release.Tests.Support;

namespace Fota.Release.Tests;

/// <summary>The same inputs give the same bytes, whoever builds where and when.</summary>
public sealed class ReproducibilityTests
{
    [Fact]
    public void Two_folders_cultures_time_zones_and_moments_give_the_same_files()
    {
        Dictionary<string, byte[]> first = Build("en-US", "Etc/UTC", DateTimeOffset.FromUnixTimeSeconds(1_000_000_000));
        Dictionary<string, byte[]> second = Build("tr-TR", "Asia/Kathmandu", DateTimeOffset.FromUnixTimeSeconds(1_900_000_000));
        Dictionary<string, byte[]> third = Build("ar-SA", "Pacific/Apia", DateTimeOffset.FromUnixTimeSeconds(5));

        Assert.True(first.Count > 8);
        Assert.Equal(first, second);
        Assert.Equal(first, third);
    }

    [Fact]
    public void The_time_in_the_manifest_is_the_one_given_and_none_without_it()
    {
        using var shop = new Workshop();
        PackagingRequest request = shop.Request("1.0.0", TestFirmware.Image("1.0.0"));

        PackagingResult dated = UpdatePackager.Package(request with { Created = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000) });
        Assert.Contains("\"created\": \"2023-11-14T22:13:20Z\"", File.ReadAllText(shop.OutputFile("update.json")), StringComparison.Ordinal);
        Assert.Equal(1_700_000_000, dated.Manifest.Created!.Value.ToUnixTimeSeconds());

        UpdatePackager.Package(request);
        Assert.DoesNotContain("created", File.ReadAllText(shop.OutputFile("update.json")), StringComparison.Ordinal);
    }

    private static Dictionary<string, byte[]> Build(string culture, string timeZone, DateTimeOffset now)
    {
        using var shop = new Workshop();
        CultureInfo before = CultureInfo.CurrentCulture;
        string? zoneBefore = Environment.GetEnvironmentVariable("TZ");
        try
        {
            // A culture of our own has what cultures differ in, also where the machine has no data of them.
            CultureInfo.CurrentCulture = Odd(culture);
            Environment.SetEnvironmentVariable("TZ", timeZone);
            TimeZoneInfo.ClearCachedData();
            shop.Release("1.0.0", "1.1.0", "1.2.0");
            PackagingRequest request = shop.Request("1.3.0", TestFirmware.Image("1.3.0", change: 4)) with
            {
                Bases = BaseSelection.Parse("[1.0.0,)"),
                Gate = new GateBounds { MaxPatchPercent = 33.3, MaxImageSize = ByteSize.Parse("64 KB") },
                Report = true,
                SourceRevision = "0123abc",
                Created = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000),
                Clock = new Clock(now),
            };
            UpdatePackager.Package(request);
            return Directory.EnumerateFiles(shop.Output, "update*").ToDictionary(path => Path.GetFileName(path), File.ReadAllBytes);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
            Environment.SetEnvironmentVariable("TZ", zoneBefore);
            TimeZoneInfo.ClearCachedData();
        }
    }

    private static CultureInfo Odd(string name)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = name == "tr-TR" ? "," : "٫";
        culture.NumberFormat.NumberGroupSeparator = name == "en-US" ? "," : "’";
        culture.NumberFormat.NegativeSign = "minus";
        culture.DateTimeFormat.TimeSeparator = "h";
        culture.DateTimeFormat.DateSeparator = "~";
        if (name == "ar-SA")
            culture.DateTimeFormat.Calendar = culture.OptionalCalendars[^1];
        return culture;
    }

    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
