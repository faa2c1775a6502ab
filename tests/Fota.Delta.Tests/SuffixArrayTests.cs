using Fota.Delta.Benchmarks;
using Fota.Delta.Matching;

namespace Fota.Delta.Tests;

public sealed class SuffixArrayTests
{
    [Fact]
    public void All_texts_of_three_letters_up_to_nine_long_are_sorted()
    {
        for (int length = 0; length <= 9; length++)
        {
            byte[] text = new byte[length];
            for (int number = 0; number < Math.Pow(3, length); number++)
            {
                for (int i = 0, rest = number; i < length; i++, rest /= 3)
                    text[i] = (byte)(rest % 3);
                CheckSorted(text, SuffixArray.Build(text, CancellationToken.None));
            }
        }
    }

    [Fact]
    public void Hostile_texts_are_sorted()
    {
        foreach (HostileInputs.HostileInput input in HostileInputs.All(3000))
            CheckSorted(input.Source, SuffixArray.Build(input.Source, TestContext.Current.CancellationToken));
    }

    private static void CheckSorted(byte[] text, int[] suffixes)
    {
        Assert.Equal(text.Length, suffixes.Length);
        for (int i = 1; i < suffixes.Length; i++)
        {
            if (text.AsSpan(suffixes[i - 1]).SequenceCompareTo(text.AsSpan(suffixes[i])) >= 0)
                Assert.Fail($"Suffix {suffixes[i - 1]} stands before {suffixes[i]} in {Hex.Text(text)}.");
        }
    }
}
