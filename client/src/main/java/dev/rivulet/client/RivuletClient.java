package dev.rivulet.client;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.Executor;

/**
 * A client of Rivulet's gateways. Thread-safe; use one for a whole program. It needs few threads, however many streams
 * are open.
 *
 * <p>Methods block until a gateway has answered. They retry failures that may be temporary, at the next gateway and
 * with backoff; a waiting thread can be interrupted. Each prompt is sent with an idempotency key, so a retry never
 * starts a second turn.
 *
 * <p>Methods throw a {@link RivuletException}, or an {@link IllegalArgumentException} for arguments that no gateway
 * would accept.
 */
public final class RivuletClient implements AutoCloseable {

    private final Transport transport;

    RivuletClient(Transport transport) {
        this.transport = transport;
    }

    public static RivuletClientBuilder builder() {
        return new RivuletClientBuilder();
    }

    /** Creates a client of one gateway, or of several that are tried in turn, such as {@code http://127.0.0.1:8080}. */
    public static RivuletClient of(String... gateways) {
        return builder().gateways(gateways).build();
    }

    /** Submits a prompt and streams the answer. Returns when a gateway has accepted the prompt. */
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
     * Submits a prompt and streams the answer to a listener. Returns at once.
     *
     * @param executor runs one task, which blocks until the turn ends: use virtual threads, or a pool with a thread to
     *        spare
     */
    public Subscription listen(String session, Prompt prompt, ReadOptions options, Executor executor,
            TurnListener listener) {
        return new Subscription(turnStream(session, prompt, options)).start(executor, listener);
    }

    private TurnStream turnStream(String session, Prompt prompt, ReadOptions options) {
        TurnSource source = TurnSource.forPrompt(transport, session, prompt, options);
        return new TurnStream(this, transport, session, source, null, Deadline.in(options.deadline()));
    }

    /** Joins a turn that is running or has ended. Its text so far comes first, in one chunk. */
    public TurnStream join(String session, String turnId, ReadOptions options) {
        return resume(new Bookmark(session, turnId, null), options);
    }

    /** Continues a stream after its bookmark, in this process or in another. */
    public TurnStream resume(Bookmark bookmark, ReadOptions options) {
        TurnSource source = TurnSource.forBookmark(transport, bookmark, options);
        return new TurnStream(this, transport, bookmark.session(), source, bookmark.cursor(),
                Deadline.in(options.deadline())).open();
    }

    /** Submits a prompt and waits for the whole answer. */
    public Turn ask(String session, String prompt) {
        return ask(session, Prompt.of(prompt), null);
    }

    /**
     * Submits a prompt and waits for the whole answer.
     *
     * @param wait how long to wait; null for no limit. After that a {@link DeadlineExceededException} with the text so
     *        far is thrown
     */
    public Turn ask(String session, Prompt prompt, Duration wait) {
        try (TurnStream stream = stream(session, prompt, ReadOptions.DEFAULTS.deadline(wait))) {
            TurnEnd end = stream.end();
            return new Turn(session, stream.turnId(), Turn.Status.DONE, end.attempt(), stream.text(),
                    stream.parts(), end.finishReason(), end.usage(), end.timings(), null);
        }
    }

    /** Submits a prompt without waiting for the answer. Read it later with {@link #turn} or {@link #resume}. */
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

    /** Returns the current state of a turn. */
    public Turn turn(String session, String turnId) {
        String path = ApiPaths.turn(session, turnId);
        return transport.call(gateway -> transport.request(gateway, path).build(),
                json -> JsonCodec.read(json, Turn.class));
    }

    /**
     * Waits until a turn has ended, with or without success, and returns its state; or its state when the wait is over.
     */
    public Turn turn(String session, String turnId, Duration wait) {
        try (TurnStream stream = join(session, turnId, ReadOptions.DEFAULTS.deadline(wait))) {
            stream.end();
        } catch (TurnFailedException | DeadlineExceededException | CursorExpiredException seeSnapshot) {
            // The snapshot says how it ended.
        }
        return turn(session, turnId);
    }

    /** Cancels a turn, whether it is queued, running or not known yet. Idempotent. Readers see the turn end. */
    public void cancel(String session, String turnId) {
        String path = ApiPaths.turn(session, turnId);
        transport.call(gateway -> transport.request(gateway, path).DELETE().build(), taken -> taken);
    }

    /** Returns the turns of a session that ended last. */
    public TurnPage turns(String session) {
        return page(ApiPaths.turns(session));
    }

    /** Returns the turns of a session that ended before one that is known: the last of the page before. */
    public TurnPage turnsBefore(String session, String turnId) {
        return page(ApiPaths.turnsBefore(session, turnId));
    }

    private TurnPage page(String path) {
        return transport.call(gateway -> transport.request(gateway, path).build(),
                json -> JsonCodec.read(json, TurnPage.class));
    }

    /** Returns the current state of a session. */
    public Conversation session(String session) {
        String path = ApiPaths.of(session);
        return transport.call(gateway -> transport.request(gateway, path).build(),
                json -> JsonCodec.read(json, Conversation.class));
    }

    /** Follows a session: first its conversation so far, then every event from now on. */
    public SessionStream follow(String session) {
        return new SessionStream(transport, new SessionSource(transport, session, false, false), null).open();
    }

    /** Follows a session after a cursor, see {@link SessionStream#cursor()} and {@link Conversation#cursor()}. */
    public SessionStream followFrom(String session, String cursor) {
        return new SessionStream(transport, new SessionSource(transport, session, false, true), cursor).open();
    }

    /** Follows a session from the oldest event that Kafka still holds. */
    public SessionStream followFromStart(String session) {
        return new SessionStream(transport, new SessionSource(transport, session, true, false), null).open();
    }

    /** Ends a session's turns and forgets its conversation, as far as Kafka can. The result says what remains. */
    public ForgetResult forget(String session) {
        String path = ApiPaths.of(session);
        return transport.call(gateway -> transport.request(gateway, path).DELETE().build(),
                json -> JsonCodec.read(json, ForgetResult.class));
    }

    /**
     * Returns what turns have used.
     *
     * @param from the first day, in UTC; null, like {@code to}, for the gateway's default: the last 30 days
     * @param everybodys instead of the own; needs the scope {@code admin}
     */
    public UsageReport usage(UsageReport.By by, LocalDate from, LocalDate to, boolean everybodys) {
        String path = ApiPaths.usage(by, from, to, everybodys);
        return transport.call(gateway -> transport.request(gateway, path).build(),
                json -> JsonCodec.read(json, UsageReport.class));
    }

    /**
     * Returns whether a gateway answers and is ready for prompts. Retries up to {@link RivuletClientBuilder#maxTries}.
     */
    public boolean ready() {
        try {
            return transport.call(gateway -> transport.request(gateway, "/readyz").build(), taken -> true);
        } catch (ConnectionLostException | RequestRefusedException notReady) {
            return false;
        }
    }

    /** Closes the client and its open streams. Returns when all of the client's threads have ended. */
    @Override
    public void close() {
        transport.close();
    }
}
