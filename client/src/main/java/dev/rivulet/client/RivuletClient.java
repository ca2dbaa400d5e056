package dev.rivulet.client;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Talks to Rivulet's gateways. One client serves a whole program: it is thread-safe, and has few threads however many streams
 * it has open. Methods block until a gateway has answered, and repeat what failed for a reason that may pass, at the next
 * gateway, with pauses; a thread that waits can be interrupted. Prompts are sent with an idempotency key, so repeating one
 * never asks twice.
 *
 * <p>What they throw is a {@link RivuletException}, or an {@link IllegalArgumentException} for what no gateway would take.
 */
public final class RivuletClient implements AutoCloseable {

    private final Transport transport;

    RivuletClient(Transport transport) {
        this.transport = transport;
    }

    public static RivuletClientBuilder builder() {
        return new RivuletClientBuilder();
    }

    /** A client of one gateway, or of several that are tried in turn: {@code http://127.0.0.1:8080}. */
    public static RivuletClient of(String... gateways) {
        return builder().gateways(gateways).build();
    }

    /** Asks, and streams the answer. Returns when a gateway has taken the prompt. */
    public TurnStream stream(String session, String prompt) {
        return stream(session, Prompt.of(prompt));
    }

    public TurnStream stream(String session, Prompt prompt) {
        return stream(session, prompt, ReadOptions.DEFAULTS);
    }

    public TurnStream stream(String session, Prompt prompt, ReadOptions options) {
        return turnStream(session, prompt, options).open();
    }

    /**
     * Asks, and tells a listener what comes. Returns at once.
     *
     * @param executor runs one task, which takes as long as the turn: give it a thread to spare, or a virtual one
     */
    public Subscription listen(String session, Prompt prompt, ReadOptions options, Executor executor,
            TurnListener listener) {
        return new Subscription(turnStream(session, prompt, options)).start(executor, listener);
    }

    private TurnStream turnStream(String session, Prompt prompt, ReadOptions options) {
        TurnSource source = TurnSource.forPrompt(transport, session, prompt, options);
        return new TurnStream(this, transport, session, source, null, Deadline.in(options.deadline()));
    }

    /** Joins a turn that runs, or has ended: its text so far comes first, in one chunk. */
    public TurnStream join(String session, String turnId, ReadOptions options) {
        return resume(new Bookmark(session, turnId, null), options);
    }

    /** Goes on reading where a stream was left, in this process or another. */
    public TurnStream resume(Bookmark bookmark, ReadOptions options) {
        TurnSource source = TurnSource.forBookmark(transport, bookmark, options);
        return new TurnStream(this, transport, bookmark.session(), source, bookmark.cursor(),
                Deadline.in(options.deadline())).open();
    }

    /** Asks, and waits for the whole answer. */
    public Turn ask(String session, String prompt) {
        return ask(session, Prompt.of(prompt), null);
    }

    /** @param wait how long; null: as long as it takes. Then a {@link DeadlineExceededException} has what had come. */
    public Turn ask(String session, Prompt prompt, Duration wait) {
        try (TurnStream stream = stream(session, prompt, ReadOptions.DEFAULTS.deadline(wait))) {
            TurnEnd end = stream.end();
            return new Turn(session, stream.turnId(), Turn.Status.DONE, end.attempt(), stream.text(),
                    end.finishReason(), end.usage(), end.timings(), null);
        }
    }

    /** Asks, and does not wait for the answer. Its end can be read later, by {@link #turn} or {@link #resume}. */
    public Bookmark submit(String session, Prompt prompt) {
        String key = prompt.keyOrNew();
        byte[] body = prompt.json();
        record Accepted(String turnId) {}
        Accepted accepted = transport.call(
                gateway -> transport.request(gateway, ApiPaths.turns(session))
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key).POST(BodyPublishers.ofByteArray(body)).build(),
                json -> JsonCodec.read(json, Accepted.class));
        return new Bookmark(session, accepted.turnId(), null);
    }

    /** A turn as it is now. */
    public Turn turn(String session, String turnId) {
        String path = ApiPaths.turn(session, turnId);
        return transport.call(gateway -> transport.request(gateway, path).build(),
                json -> JsonCodec.read(json, Turn.class));
    }

    /** A turn when it has ended, however that was; or as it is when the wait is over. */
    public Turn turn(String session, String turnId, Duration wait) {
        try (TurnStream stream = join(session, turnId, ReadOptions.DEFAULTS.deadline(wait))) {
            stream.end();
        } catch (TurnFailedException | DeadlineExceededException | CursorExpiredException seeSnapshot) {
            // Whatever it was, the snapshot says it.
        }
        return turn(session, turnId);
    }

    /** Stops a turn: queued, running or not even arrived; again and again. Its end comes to whoever reads it. */
    public void cancel(String session, String turnId) {
        String path = ApiPaths.turn(session, turnId);
        transport.call(gateway -> transport.request(gateway, path).DELETE().build(), taken -> taken);
    }

    /** The conversation so far. */
    public Conversation session(String session) {
        String path = ApiPaths.of(session);
        return transport.call(gateway -> transport.request(gateway, path).build(),
                json -> JsonCodec.read(json, Conversation.class));
    }

    /** Everything that happens in a session from now on, after the conversation so far. */
    public SessionStream follow(String session) {
        return new SessionStream(transport, new SessionSource(transport, session, false, false), null).open();
    }

    /** Everything that happened in a session since, {@link SessionStream#cursor()} or {@link Conversation#cursor()}. */
    public SessionStream followFrom(String session, String cursor) {
        return new SessionStream(transport, new SessionSource(transport, session, false, true), cursor).open();
    }

    /** Everything that Kafka still holds of a session, and what happens from now on. */
    public SessionStream followFromStart(String session) {
        return new SessionStream(transport, new SessionSource(transport, session, true, false), null).open();
    }

    /** Ends a session's turns and forgets its conversation, as far as Kafka can; the answer says what remains. */
    public ForgetResult forget(String session) {
        String path = ApiPaths.of(session);
        return transport.call(gateway -> transport.request(gateway, path).DELETE().build(),
                json -> JsonCodec.read(json, ForgetResult.class));
    }

    /** Whether a gateway answers, and says that it can take prompts. Tries as {@link RivuletClientBuilder#maxTries} allows. */
    public boolean ready() {
        try {
            return transport.call(gateway -> transport.request(gateway, "/readyz").build(), taken -> true);
        } catch (ConnectionLostException | RequestRefusedException notReady) {
            return false;
        }
    }

    /** Closes the open streams too. No thread of the client is left when this returns. */
    @Override
    public void close() {
        transport.close();
    }
}
