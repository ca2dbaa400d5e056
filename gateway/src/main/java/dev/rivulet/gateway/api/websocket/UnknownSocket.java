package dev.rivulet.gateway.api.websocket;

import dev.rivulet.gateway.http.CallerLookup;
import dev.rivulet.gateway.http.JsonRequest;
import dev.rivulet.gateway.http.KnownNames;
import dev.rivulet.gateway.identity.Caller;
import dev.rivulet.gateway.identity.RefusedCredentialException;
import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A WebSocket whose client has not shown yet who it is. Its first frame must do so, in time; a {@link SocketSession}
 * takes the connection over then. Belongs to its loop.
 */
final class UnknownSocket implements SocketConnection.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(UnknownSocket.class);
    private static final String TYPE = "authenticate";
    private static final KnownNames FIELDS = KnownNames.of("type", "id", "key");

    private final SocketConnection connection;
    private final Runnable liftLimit;
    private final GetSocket server;
    private final CallerLookup callers;
    private final EventLoop.Timer deadline;
    private final Queue<String> waiting = new ArrayDeque<>(); // that came behind the first; bounded by the limit
    private String id; // of the first frame; null if it has none
    private CompletableFuture<Caller> answer; // null until there is a key

    /** @param liftLimit lifts the bound on what the client may send */
    UnknownSocket(SocketConnection connection, Runnable liftLimit, GetSocket server, CallerLookup callers) {
        this.connection = connection;
        this.liftLimit = liftLimit;
        this.server = server;
        this.callers = callers;
        connection.listen(this);
        this.deadline = callers.loop().after(server.http().firstFrameTimeout(),
                () -> refuse(missing("No frame has come in time.")));
    }

    @Override
    public void text(String text) {
        if (answer != null) {
            waiting.add(text);
            return;
        }
        deadline.cancel();
        try {
            answer = callers.authentication().caller(key(server.bodies().read(text)));
            callers.loop().then(answer, this::proceed, this::refuse);
        } catch (RuntimeException refused) {
            refuse(refused);
        }
    }

    private String key(JsonRequest frame) {
        id = FrameReader.id(frame);
        if (!frame.requiredText("type").equals(TYPE)) {
            throw missing("The first frame must be of the type " + TYPE + ".");
        }
        frame.requireOnly(FIELDS);
        return frame.requiredText("key");
    }

    private static RefusedCredentialException missing(String detail) {
        return RefusedCredentialException.missing(detail);
    }

    private void proceed(Caller caller) {
        if (connection.hasEnded()) {
            return;
        }
        server.readers().quotas().admit(caller);
        liftLimit.run();
        SocketSession session = new SocketSession(connection, server, caller);
        session.send(new ServerFrame.Authenticated(id));
        waiting.forEach(session::text);
    }

    /** Says why, and closes the connection. */
    private void refuse(Throwable failure) {
        ProblemException problem = ProblemException.findIn(callers.counted(failure)).orElseGet(() -> {
            LOG.atError().setCause(failure).log("first frame of a WebSocket failed");
            return ProblemException.internal();
        });
        connection.send(new String(Json.write(new ServerFrame.Refused(id, null, null, problem.problem())),
                StandardCharsets.UTF_8));
        connection.close(problem.code().isTemporary() ? CloseReason.TRY_LATER : CloseReason.NOT_LET_IN);
    }

    @Override
    public void drained() {
        // Nothing waits to be sent.
    }

    @Override
    public void closed() {
        deadline.cancel();
    }
}
