package dev.rivulet.gateway.api.websocket;

import dev.rivulet.gateway.http.JsonBodies;
import dev.rivulet.gateway.http.JsonRequest;
import dev.rivulet.gateway.identity.Caller;
import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.gateway.metrics.GatewayMeters;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.OpenStreams;
import dev.rivulet.gateway.stream.Reader;
import dev.rivulet.gateway.stream.Readers;
import dev.rivulet.schemas.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's WebSocket: parses and processes the client's frames, and sends frames. Belongs to its loop. */
final class SocketSession implements SocketConnection.Listener, OpenStreams.Stream {

    private static final Logger LOG = LoggerFactory.getLogger(SocketSession.class);

    private final Caller caller;
    private final EventLoop loop;
    private final OpenStreams openStreams;
    private final GatewayMeters meters;
    private final FrameReader reader;
    private final FrameHandler handler;
    private final SocketConnection connection;
    private final SocketStreams streams;
    private final Set<CompletableFuture<?>> awaited = new HashSet<>(); // results that requests wait for
    private final JsonBodies bodies;
    private final Queue<String> waiting = new ArrayDeque<>(); // while a large frame is parsed
    private boolean parsing; // a large frame, on another thread

    /** Takes a connection over. */
    SocketSession(SocketConnection connection, GetSocket server, Caller caller) {
        this.caller = caller;
        Readers readers = server.readers();
        this.loop = readers.loop();
        this.openStreams = readers.streams();
        this.meters = readers.meters();
        this.bodies = server.bodies();
        this.reader = new FrameReader(server.gateway(), server.sessions(), caller.principal(), readers.cursors());
        this.handler = new FrameHandler(this, server.kafka(), server.submitter(), readers,
                server.http().maxStreamBuffer());
        this.connection = connection;
        this.streams = new SocketStreams(server.http().maxSocketStreams(), connection::isFull);
        connection.listen(this);
        meters.socketOpened();
        openStreams.add(this);
        if (openStreams.isShutDown()) {
            shutDown();
        } else if (!openStreams.allows(caller)) {
            revoke();
        }
    }

    SocketStreams streams() {
        return streams;
    }

    boolean hasEnded() {
        return connection.hasEnded();
    }

    boolean isFull() {
        return connection.isFull();
    }

    void send(String frame) {
        connection.send(frame);
    }

    void send(ServerFrame frame) {
        connection.send(new String(Json.write(frame), StandardCharsets.UTF_8));
    }

    /** Frames are processed in order: while a large one is parsed on another thread, the next ones wait. */
    @Override
    public void text(String text) {
        if (parsing) {
            waiting.add(text);
        } else if (bodies.isLarge(text)) {
            parsing = true;
            connection.inbound().requestBegan();
            bodies.elsewhere(() -> parse(text), this::onParsed, failure -> onParsed(new Parsed(null, null, failure)));
        } else {
            process(parse(text));
        }
    }

    private void onParsed(Parsed large) {
        parsing = false;
        connection.inbound().requestEnded();
        process(large);
        while (!parsing && !waiting.isEmpty()) {
            text(waiting.poll());
        }
    }

    private Parsed parse(String text) {
        String id = null;
        try {
            JsonRequest fields = bodies.read(text);
            id = FrameReader.id(fields);
            return new Parsed(id, reader.read(id, fields), null);
        } catch (RuntimeException failure) {
            return new Parsed(id, null, failure);
        }
    }

    private void process(Parsed parsed) {
        if (connection.hasEnded()) {
            return;
        }
        if (parsed.failure() == null) {
            handle(parsed.frame());
        } else {
            ProblemException problem = problem(refusal(parsed.failure()));
            meters.promptRefused(problem.code());
            send(new ServerFrame.Refused(parsed.id(), null, null, problem.problem()));
        }
    }

    /** Returns why a frame that cannot be read is refused. It is a request, too. */
    private Throwable refusal(Throwable unreadable) {
        try {
            handler.admit();
            return unreadable;
        } catch (ProblemException exceeded) {
            return exceeded;
        }
    }

    /**
     * A frame after parsing.
     *
     * @param id null if it has none, or it could not be read
     * @param frame null if there is a failure
     * @param failure null if there is a frame
     */
    private record Parsed(String id, ClientFrame frame, Throwable failure) {}

    private void handle(ClientFrame frame) {
        try {
            handler.handle(frame);
        } catch (RuntimeException failure) {
            refuse(frame, failure);
        }
    }

    /**
     * Continues a request with a result that another thread completes. Cancels it if the connection ends before.
     *
     * @param undo called if the result is a failure, or {@code next} throws; then the client is sent a problem
     */
    <T> void then(ClientFrame frame, CompletableFuture<T> result, Consumer<T> next, Runnable undo) {
        requestBegan();
        awaited.add(result);
        loop.then(result, value -> {
            awaited.remove(result);
            next.accept(value);
            requestEnded();
        }, failure -> {
            awaited.remove(result);
            undo.run();
            if (!result.isCancelled()) {
                refuse(frame, failure);
            }
            requestEnded();
        });
    }

    /** Counts a request in that is in progress. Their number is bounded. */
    void requestBegan() {
        connection.inbound().requestBegan();
    }

    /** Counts a request out. */
    void requestEnded() {
        connection.inbound().requestEnded();
    }

    /** Sends the client a problem: its request has failed. */
    void refuse(ClientFrame frame, Throwable failure) {
        ProblemException problem = problem(failure);
        if (frame instanceof ClientFrame.Prompt) {
            meters.promptRefused(problem.code());
        }
        send(new ServerFrame.Refused(frame.id(), frame.session(), frame.turn(), problem.problem()));
    }

    /** Returns the problem to send. Logs a failure that is not a problem already. */
    private static ProblemException problem(Throwable failure) {
        return ProblemException.findIn(failure).orElseGet(() -> {
            LOG.atError().setCause(failure).log("request over a WebSocket failed");
            return ProblemException.internal();
        });
    }

    @Override
    public void drained() {
        streams.resumeNext();
    }

    @Override
    public void closed() {
        streams.forEach(Reader::lost);
        List.copyOf(awaited).forEach(result -> result.cancel(false));
        meters.socketClosed();
        openStreams.remove(this);
    }

    @Override
    public Caller caller() {
        return caller;
    }

    /** Each stream is told, too. */
    @Override
    public void revoke() {
        streams.forEach(Reader::revoke);
        send(new ServerFrame.Refused(null, null, null, caller.revoked().problem()));
        connection.close(CloseReason.KEY_NOT_VALID);
    }

    @Override
    public void shutDown() {
        streams.forEach(Reader::shutDown);
        send(new ServerFrame.Farewell());
        connection.close(CloseReason.SHUTTING_DOWN);
    }
}
