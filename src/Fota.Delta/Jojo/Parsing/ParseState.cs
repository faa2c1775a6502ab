namespace Fota.Delta.Jojo.Parsing;

/// <summary>Where the parser stands, and what the best path up to there costs.</summary>
internal ref struct ParseState
{
    /// <summary>The target position.</summary>
    public int Position;

    /// <summary>The literal costs of all target bytes before the position.</summary>
    public int Literals;

    /// <summary>The same, and what closing the data there costs.</summary>
    public int Closed;

    /// <summary>Cost of the cheapest path.</summary>
    public int Best;

    /// <summary>The live diagonal that it is on.</summary>
    public int BestIndex;

    /// <summary>The offset of that diagonal.</summary>
    public int BestOffset;

    /// <summary>Where the copy ends that the cheapest path is in; the position itself if it is in none.</summary>
    public int BestRunEnd;
}
