using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Fota.Emulator;

/// <summary>The other side of the emulated recovery loader's UART: whenever it asks, it gets an <c>update.fota</c> behind its size.</summary>
internal sealed class RecoveryLink : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _answer;

    public RecoveryLink(ReadOnlyMemory<byte> container)
    {
        _answer = new byte[sizeof(int) + container.Length];
        BinaryPrimitives.WriteInt32LittleEndian(_answer, container.Length);
        container.CopyTo(_answer.AsMemory(sizeof(int)));
        _listener.Start();
        _ = AnswerAsync();
    }

    /// <summary>Where QEMU connects its UART to.</summary>
    public string Address => _listener.LocalEndpoint.ToString()!;

    public void Dispose() => _listener.Dispose();

    private async Task AnswerAsync()
    {
        try
        {
            using TcpClient device = await _listener.AcceptTcpClientAsync();
            NetworkStream stream = device.GetStream();
            byte[] asked = new byte[1];
            while (await stream.ReadAsync(asked) > 0)
                await stream.WriteAsync(_answer);
        }
        catch (Exception ended) when (ended is IOException or SocketException or ObjectDisposedException)
        {
            // With QEMU, or without it.
        }
    }
}
