namespace Fota.Delta.Compact;

/// <summary>
/// Reads or writes the streams of a patch: the map, and the segments. To write, the target is what the patch shall make; to read, what is
/// written is ignored and the target is filled.
/// </summary>
internal ref struct SegmentCoder<TCoder>(
    TCoder coder, CompactHeader header, ReadOnlySpan<byte> source, Span<byte> target, CodingCosts? costs)
    where TCoder : struct, IBitCoder
{
    private readonly CompactModels _models = new(header.TableBits);
    private readonly ReadOnlySpan<byte> _source = source;
    private readonly Span<byte> _target = target;
    private Relocation _relocation = new(header, RelocationMap.Empty, RelocationMap.Empty);
    private CopyContext _context;
    private int _at;
    private int _segmentEnd;
    private int _alignment;
    private int _last;
    private uint _predicted;

    /// <summary>The direction, with its position.</summary>
    public TCoder Coder = coder;

    /// <summary>Codes the map, if there is one, and relocates by it from here on.</summary>
    public void CodeMap(RelocationMap code, RelocationMap ram)
    {
        if (header.CodePieces + header.RamPieces == 0)
            return;
        Coder.Begin();
        _models.Reset();
        uint shift = 0;
        code = CodePieces(code.Pieces, header.CodePieces, ref shift);
        ram = CodePieces(ram.Pieces, header.RamPieces, ref shift);
        Coder.End();
        costs?.AddMap(Coder.Price);
        _relocation = new Relocation(header, code, ram);
    }

    /// <summary>Codes the next segment.</summary>
    /// <param name="copies">To write: the copies of the segment, in order.</param>
    /// <returns>False if there is none.</returns>
    public bool CodeSegment(ReadOnlySpan<Copy> copies)
    {
        if (_at == header.TargetSize)
            return false;
        _segmentEnd = (int)Math.Min(header.TargetSize, _at + (1L << header.SegmentBits));
        _models.Reset();
        _context = default;
        _alignment = 0;
        _last = 0;
        Coder.Begin();
        while (true)
        {
            int literalsEnd = copies.IsEmpty ? _segmentEnd : copies[0].At;
            long before = Coder.Price;
            int count = _models.Gap.Code(ref Coder, literalsEnd - _at);
            CheckRun("A run of literals", count);
            costs?.AddGap(_at, Coder.Price - before);
            CodeLiterals(_at + count);
            if (_at == _segmentEnd)
                break;
            before = Coder.Price;
            Copy copy = CodeCopyHeader(copies.IsEmpty ? default : copies[0]);
            costs?.AddCopy(copy, Coder.Price - before);
            CodeCopy(copy);
            if (_at == _segmentEnd)
                break;
            if (!copies.IsEmpty)
                copies = copies[1..];
        }
        Coder.End();
        return true;
    }

    private RelocationMap CodePieces(ReadOnlySpan<MapPiece> written, int count, ref uint shift)
    {
        var pieces = new MapPiece[count];
        uint from = 0;
        for (int i = 0; i < count; i++)
        {
            MapPiece piece = written.IsEmpty ? default : written[i];
            from += 2 * (uint)_models.Gap.Code(ref Coder, (int)((piece.From - from) / 2));
            int moved = (int)(piece.Shift - shift);
            bool isNegative = _models.CodeSign(ref Coder, moved < 0);
            uint distance = (uint)_models.Delta.Code(ref Coder, moved < 0 ? -moved : moved);
            shift += isNegative ? 0 - distance : distance;
            pieces[i] = new(from, shift);
        }
        return new(pieces);
    }

    private void CodeLiterals(int end)
    {
        while (_at < end)
        {
            if ((_at & 1) == 0 && end - _at >= 2)
            {
                int high = CodeLiteral(_at + 1, isHigh: true, _last);
                _last = CodeLiteral(_at, isHigh: false, high);
                _at += 2;
            }
            else
            {
                _last = CodeLiteral(_at, isHigh: false, _last);
                _at++;
            }
        }
    }

    private int CodeLiteral(int at, bool isHigh, int before)
    {
        long price = Coder.Price;
        int value = _models.CodeLiteral(ref Coder, isHigh, before, _target[at]);
        _target[at] = (byte)value;
        costs?.AddLiteral(at, Coder.Price - price);
        return value;
    }

    private Copy CodeCopyHeader(in Copy written)
    {
        bool isFromTarget = _models.CodeKind(ref Coder, _context.IsFromTarget, written.IsFromTarget);
        NumberModel lengths = isFromTarget ? _models.TargetLength : _models.SourceLength;
        int length = lengths.Code(ref Coder, written.Length - 1) + 1;
        CheckRun("A copy", length);
        int from;
        if (isFromTarget)
        {
            int distance = _models.Distance.Code(ref Coder, _at - 1 - written.From) + 1;
            if (distance > _at)
                throw CompactFaults.CopyBeforeTarget(Coder.Position, distance, _at);
            from = _at - distance;
        }
        else
        {
            // Wraps as the format says: a copy that is outside then is refused here, or its successor leads back inside.
            _alignment += _models.CodeMove(ref Coder, written.From - _at - _alignment);
            from = _at + _alignment;
            if ((uint)from > (uint)_source.Length || length > _source.Length - from)
                throw CompactFaults.CopyBeyondSource(Coder.Position, length, from, _source.Length);
        }
        return new(_at, length, from, isFromTarget);
    }

    private void CodeCopy(in Copy copy)
    {
        ReadOnlySpan<byte> image = copy.IsFromTarget ? _target : _source;
        int offset = copy.From - copy.At;
        int end = copy.End;
        _context.BeginCopy(copy.IsFromTarget);
        while (_at < end)
        {
            int from = _at + offset;
            int left = copy.IsFromTarget ? Math.Min(end - _at, -offset) : end - _at;
            _context.BeginCell();
            if (!_context.IsInSite)
                LookForSite(image, from, left, copy.IsFromTarget);
            if ((_at & 1) == 0 && left >= 2)
                CodePair(image, from);
            else
                CodeSingle(image[from]);
        }
    }

    private void LookForSite(ReadOnlySpan<byte> image, int from, int left, bool isFromTarget)
    {
        SiteKind kind = _relocation.Find(image, from, _at, left, isFromTarget);
        if (kind == SiteKind.None)
            return;
        _predicted = _relocation.Predict(kind, image, from, _at, isFromTarget);
        _context.EnterSite(kind);
    }

    private void CodePair(ReadOnlySpan<byte> image, int from)
    {
        int low = image[from];
        int high = image[from + 1];
        if (_context.IsInSite)
        {
            uint half = _context.IsSecondHalf ? _predicted >> 16 : _predicted;
            low = (byte)half;
            high = (byte)(half >> 8);
        }
        bool lowDiffers = _target[_at] != low;
        bool highDiffers = _target[_at + 1] != high;
        int kind = _context.CellKind;
        long price = Coder.Price;
        bool isMissed = _models.CodeFlag(ref Coder, _context, isPair: true, lowDiffers | highDiffers);
        if (isMissed)
        {
            highDiffers = _models.CodeHighMissed(ref Coder, kind, highDiffers);
            lowDiffers = !highDiffers || _models.CodeLowMissed(ref Coder, kind, lowDiffers);
        }
        costs?.AddPair(_at, Coder.Price - price, isMissed & lowDiffers, isMissed & highDiffers);
        if (isMissed)
        {
            if (highDiffers)
                high = CodeMissed(_at + 1, isHigh: true, high);
            if (lowDiffers)
                low = CodeMissed(_at, isHigh: false, low);
        }
        _context.EndCell(isMissed);
        _target[_at] = (byte)low;
        _target[_at + 1] = (byte)high;
        _last = low;
        _at += 2;
    }

    private void CodeSingle(int value)
    {
        long price = Coder.Price;
        bool isMissed = _models.CodeFlag(ref Coder, _context, isPair: false, _target[_at] != value);
        costs?.AddSingle(_at, Coder.Price - price, isMissed);
        if (isMissed)
            value = CodeMissed(_at, isHigh: false, value);
        _context.EndCell(isMissed);
        _target[_at] = (byte)value;
        _last = value;
        _at++;
    }

    private int CodeMissed(int at, bool isHigh, int predicted)
    {
        long price = Coder.Price;
        int value = _models.CodeMissed(ref Coder, isHigh, at, predicted, _target[at]);
        costs?.AddMissed(at, predicted, value, Coder.Price - price);
        return value;
    }

    private void CheckRun(string run, int length)
    {
        if (length > _segmentEnd - _at)
            throw CompactFaults.RunOutside(Coder.Position, run, length, _segmentEnd - _at);
    }
}
