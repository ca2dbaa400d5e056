package dev.rivulet.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;

/**
 * Reads the events of a turn: by sending its prompt until a gateway returns the turn's id, then by that id. Used by the
 * reading thread only, except for {@link #turnId()}.
 */
final class TurnSource implements ReconnectingEventStream.Source<ChunkReader.Step> {

    private final Transport transport;
    private final String session;
    private final Prompt prompt; // null if the turn was known from the start
    private final String key;
    private final ReadOptions options;
    private final ChunkReader chunks;
    private volatile String turnId; // null until known

    private TurnSource(Transport transport, String session, Prompt prompt, String turnId, ReadOptions options,
            boolean begun) {
        this.transport = transport;
        this.session = session;
        this.prompt = prompt;
        this.key = prompt == null ? null : prompt.keyOrNew();
        this.turnId = turnId;
        this.options = options;
        chunks = new ChunkReader(begun);
    }

    static TurnSource forPrompt(Transport transport, String session, Prompt prompt, ReadOptions options) {
        return new TurnSource(transport, ApiPaths.session(session), prompt, null, options, false);
    }

    static TurnSource forBookmark(Transport transport, Bookmark bookmark, ReadOptions options) {
        return new TurnSource(transport, ApiPaths.session(bookmark.session()), null, bookmark.turnId(), options,
                bookmark.cursor() != null);
    }

    String turnId() {
        return turnId;
    }

    @Override
    public HttpRequest request(URI gateway, String cursor) {
        if (turnId == null) {
            HttpRequest.Builder post = transport.request(gateway, ApiPaths.turns(session) + query(options.shape()));
            return post.header("Accept", ReconnectingEventStream.ACCEPTED)
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", key).POST(BodyPublishers.ofByteArray(prompt.json())).build();
        }
        String from = options.everyEvent() && cursor == null ? "from=start" : "";
        String both = options.shape() + (from.isEmpty() || options.shape().isEmpty() ? "" : "&") + from;
        HttpRequest.Builder get = transport.request(gateway, ApiPaths.turn(session, turnId) + "/events" + query(both))
                .header("Accept", ReconnectingEventStream.ACCEPTED);
        return (cursor == null ? get : get.header("Last-Event-ID", cursor)).build();
    }

    private static String query(String parameters) {
        return parameters.isEmpty() ? "" : "?" + parameters;
    }

    @Override
    public void accepted(HttpHeaders headers) throws RetryableException {
        if (turnId == null) {
            turnId = headers.firstValue("X-Turn-Id")
                    .orElseThrow(() -> new RetryableException("the response has no X-Turn-Id", null, null));
        }
    }

    @Override
    public ChunkReader.Step read(SseEvent event) throws IOException {
        return chunks.read(event);
    }
}
