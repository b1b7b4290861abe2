using System.Security.Cryptography;
using Moa.Guests.Protocol;

namespace Moa.Guests;

public sealed partial class GuestClient
{
    private readonly FrameReader _reader;
    private readonly bool _synchronise;

    private async Task ReceiveAsync()
    {
        try
        {
            if (_synchronise)
                Synchronise();
            while (await _stream.ReadAsync(_reader.Free, _stopped.Token).ConfigureAwait(false) is > 0 and var count)
            {
                _reader.Advance(count);
                while (Handle())
                {
                }
            }

            Disconnect(new GuestConnectionException("The other end closed the connection to the guest."));
        }
        catch (Exception exception)
        {
            // Whatever it was, nobody would read on.
            Disconnect(new GuestConnectionException("The connection to the guest is broken.", exception));
        }
    }

    private bool Handle()
    {
        switch (_reader.Read(out var frame))
        {
            case FrameEvent.None:
                return false;
            case FrameEvent.Frame:
                Handle(frame);
                return true;
            case FrameEvent.Synchronised:
                return true;
            case FrameEvent.Prelude when _synchronise:
                AgentGone();
                return true;
            case FrameEvent.Announced or FrameEvent.Lost when _synchronise:
                AgentGone();
                Synchronise();
                return true;
            default:
                throw new InvalidPayloadException("What arrived is not the guest protocol.");
        }
    }

    private void Handle(in Frame frame)
    {
        var header = frame.Header;
        switch (header.Type)
        {
            case FrameType.Hello:
                AgentGone();
                var hello = HelloPayload.Parse(frame.Payload);
                Information = new GuestInformation(
                    hello.Protocol, hello.Agent, hello.Kernel, hello.Architecture, hello.Features);
                lock (_lock)
                    _hello.TrySetResult(Information);
                return;
            case FrameType.Gone:
                AgentGone();
                return;
        }

        GuestStream? stream;
        lock (_lock)
        {
            if (header.Type == FrameType.Closed)
                _streams.Remove(header.Stream, out stream);
            else
                _streams.TryGetValue(header.Stream, out stream);
        }

        stream?.Handle(header, frame.Payload);
    }

    private void Synchronise()
    {
        Span<byte> nonce = stackalloc byte[Synchronisation.NonceSize];
        RandomNumberGenerator.Fill(nonce);
        _reader.Await(nonce);
        _writer.PostRaw(Synchronisation.Request(nonce));
    }

    /// <summary>Every stream has gone with the agent; it may come back.</summary>
    private void AgentGone()
    {
        lock (_lock)
        {
            if (_hello.Task.IsCompletedSuccessfully)
                _hello = NewHello();
        }

        FailStreams(new GuestConnectionException("The agent in the guest went away.", null, true));
    }

    private void Disconnect(GuestConnectionException reason)
    {
        lock (_lock)
        {
            if (_end is not null)
                return;
            _end = reason;
            if (_hello.Task.IsCompletedSuccessfully)
                _hello = NewHello();
            _hello.TrySetException(reason);
            _ = _hello.Task.Exception;
        }

        // Not every stream ends its readers when it is disposed.
        _stopped.Cancel();
        _stream.Dispose();
        FailStreams(reason);

        // Callbacks of the caller must not run on, or break, what ends the connection.
        ThreadPool.UnsafeQueueUserWorkItem(static source => source.Cancel(), _disconnected, preferLocal: false);
    }

    private void FailStreams(GuestConnectionException reason)
    {
        GuestStream[] streams;
        lock (_lock)
        {
            streams = [.. _streams.Values];
            _streams.Clear();
        }

        foreach (var stream in streams)
            stream.Fail(reason);
    }
}
