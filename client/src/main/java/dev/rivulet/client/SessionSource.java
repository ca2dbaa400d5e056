package dev.rivulet.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;

/** Reads the events of a session. Used by the reading thread only. */
final class SessionSource implements ReconnectingEventStream.Source<SessionEvent> {

    private final Transport transport;
    private final String path;
    private final boolean everyEvent;
    private String turnId; // the current turn; null before the first
    private ChunkReader chunks; // of the current turn

    /** @param begun whether earlier events were read elsewhere */
    SessionSource(Transport transport, String session, boolean everyEvent, boolean begun) {
        this.transport = transport;
        path = ApiPaths.of(session) + "/events";
        this.everyEvent = everyEvent;
        chunks = new ChunkReader(begun);
    }

    private record Named(String turnId) {}

    @Override
    public HttpRequest request(URI gateway, String cursor) {
        HttpRequest.Builder get = transport.request(gateway, path + (everyEvent && cursor == null ? "?from=start" : ""))
                .header("Accept", ReconnectingEventStream.ACCEPTED);
        return (cursor == null ? get : get.header("Last-Event-ID", cursor)).build();
    }

    @Override
    public void accepted(HttpHeaders headers) {
        // The headers contain nothing of interest.
    }

    @Override
    public SessionEvent read(SseEvent event) throws IOException {
        return switch (event.type()) {
            case "session" -> new SessionEvent.Opening(event.read(Conversation.class));
            case "queued" -> new SessionEvent.Queued(event.read(SubmittedTurn.class));
            case "prompt" -> asked(event.read(SubmittedTurn.class));
            case "forgotten" -> new SessionEvent.Forgotten();
            case "watching" -> event.read(SessionEvent.Watching.class);
            case "started", "delta", "snapshot" -> answering(event.read(Named.class).turnId(), event);
            // Of any turn: a queued turn can be cancelled while another runs.
            case "done", "error" -> ofTurn(event.read(Named.class).turnId(), event);
            default -> null;
        };
    }

    private SessionEvent asked(SubmittedTurn turn) {
        at(turn.turnId());
        return new SessionEvent.Asked(turn);
    }

    private SessionEvent answering(String turn, SseEvent event) throws IOException {
        at(turn);
        return ofTurn(turn, event);
    }

    private SessionEvent ofTurn(String turn, SseEvent event) throws IOException {
        return switch (chunks.read(event)) {
            case ChunkReader.Step.Shown(Chunk chunk) -> new SessionEvent.TurnChunk(turn, chunk);
            case ChunkReader.Step.Ended(TurnEnd end) -> new SessionEvent.Ended(turn, end);
            case ChunkReader.Step.Failed(TurnFailure failure, Timings timings) ->
                new SessionEvent.Failed(turn, failure, timings);
            case null -> null;
        };
    }

    private void at(String turn) {
        if (turnId != null && !turnId.equals(turn)) {
            chunks = new ChunkReader(false);
        }
        turnId = turn;
    }
}
