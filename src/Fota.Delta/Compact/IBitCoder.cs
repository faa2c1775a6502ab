namespace Fota.Delta.Compact;

/// <summary>
/// One direction of the range coder. Models and segments are written once, over this: a decoder returns the bit it reads and ignores the one
/// it is given, an encoder writes the bit it is given and returns it.
/// </summary>
internal interface IBitCoder
{
    /// <summary>What the bits so far are worth, in units of <see cref="BitPrice"/>; 0 from a coder that does not count.</summary>
    long Price { get; }

    /// <summary>Bytes of the patch that were read, or are written for good.</summary>
    int Position { get; }

    /// <summary>Starts a stream.</summary>
    void Begin();

    /// <summary>Codes one bit.</summary>
    /// <param name="bit">The bit to write.</param>
    /// <param name="probability">Of a 1, in 1/32768; 1 to 32767.</param>
    /// <returns>The bit.</returns>
    int Code(int bit, int probability);

    /// <summary>Ends the stream.</summary>
    void End();
}
