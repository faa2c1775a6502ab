namespace Fota.Delta.Compact;

/// <summary>What the cells of a copy so far say about the next.</summary>
internal struct CopyContext
{
    private const int MaxLevel = 15;

    // Levels up to this are a number of cells themselves; each further one is as many as all before.
    private const int LastSingleLevel = 3;

    private int _hits;
    private int _nextLevel;
    private SiteKind _site;

    /// <summary>0 outside a site, 1 and 2 in its cells.</summary>
    private int _half;

    /// <summary>Hits and misses, the last in bit 0; a copy's start counts as a miss.</summary>
    public byte History { get; private set; }

    /// <summary>A class of the number of cells since the last miss.</summary>
    public int Level { get; private set; }

    /// <summary>Whether this site, or the copy since the last one, has missed.</summary>
    public bool HasMissed { get; private set; }

    public bool IsFromTarget { get; private set; }

    /// <summary>What kind of site the cell is in, and which half.</summary>
    public readonly int CellKind => (3 * (int)_site) + _half;

    public readonly bool IsInSite => _half != 0;

    public readonly bool IsSecondHalf => _half == 2;

    public void BeginCopy(bool isFromTarget)
    {
        IsFromTarget = isFromTarget;
        History = (byte)((History << 1) | 1);
        LeaveSite();
        RestartLevel();
    }

    /// <summary>Goes on to the next cell: into the second half of a site, or out of it.</summary>
    public void BeginCell()
    {
        if (_half == 1)
            _half = 2;
        else if (_half == 2)
            LeaveSite();
    }

    public void EnterSite(SiteKind kind)
    {
        _site = kind;
        _half = 1;
        HasMissed = false;
    }

    public void EndCell(bool isMissed)
    {
        History = (byte)((History << 1) | (isMissed ? 1 : 0));
        if (isMissed)
        {
            HasMissed = true;
            RestartLevel();
        }
        else if (++_hits == _nextLevel && Level < MaxLevel)
        {
            Level++;
            _nextLevel = Level <= LastSingleLevel ? _nextLevel + 1 : _nextLevel << 1;
        }
    }

    private void LeaveSite()
    {
        _site = SiteKind.None;
        _half = 0;
        HasMissed = false;
    }

    private void RestartLevel()
    {
        Level = 0;
        _hits = 0;
        _nextLevel = 1;
    }
}
