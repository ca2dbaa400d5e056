package dev.rivulet.gateway.api.websocket;

import dev.rivulet.gateway.http.Desk;
import dev.rivulet.gateway.http.JsonRequest;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.OpenStreams;
import dev.rivulet.schemas.json.Json;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is at the other end of a WebSocket: what they say is read and handed to whom it concerns. Belongs to its loop. */
final class SocketSession implements SocketConnection.Listener, OpenStreams.Stream {

    private static final Logger LOG = LoggerFactory.getLogger(SocketSession.class);

    private final Desk desk;
    private final FrameReader reader;
    private final SocketConnection connection;
    private final SocketStreams readings;

    /** Opens the connection. */
    SocketSession(ServerWebSocket socket, SocketPipeline pipeline, Desk desk) {
        this.desk = desk;
        this.reader = new FrameReader(desk.services().gateway());
        this.connection = new SocketConnection(socket, pipeline, desk.loop(), desk.services().http(), this);
        this.readings = new SocketStreams(desk.services().http().maxSocketStreams(), connection::isFull);
        desk.services().meters().socketOpened();
        desk.streams().add(this);
    }

    Desk desk() {
        return desk;
    }

    SocketStreams readings() {
        return readings;
    }

    boolean isGone() {
        return connection.isOver();
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

    @Override
    public void text(String text) {
        String id = null;
        try {
            JsonRequest fields = JsonRequest.of(text);
            id = FrameReader.id(fields);
            handle(reader.read(id, fields));
        } catch (RuntimeException failure) {
            ProblemException problem = problem(failure);
            desk.services().meters().promptRefused(problem.code());
            send(new ServerFrame.Refused(id, null, null, problem.problem()));
        }
    }

    private void handle(ClientFrame frame) {
        try {
            switch (frame) {
                case ClientFrame.Prompt prompt -> new PromptHandler(this).handle(prompt);
                case ClientFrame.Cancel cancel -> new CancelHandler(this).handle(cancel);
                case ClientFrame.Resume resume -> new ResumeHandler(this).handle(resume);
                case ClientFrame.Follow follow -> new FollowHandler(this).handle(follow);
                case ClientFrame.Leave leave -> new LeaveHandler(this).handle(leave);
                case ClientFrame.Ping ping -> send(new ServerFrame.Pong(ping.id()));
            }
        } catch (RuntimeException failure) {
            refuse(frame, failure);
        }
    }

    /**
     * Goes on with a request when something has come.
     *
     * @param undo what to do first when it did not come, or could not be used; the client is told
     */
    <T> void then(ClientFrame frame, CompletionStage<T> coming, Consumer<T> next, Runnable undo) {
        connection.intake().began();
        desk.then(coming, value -> {
            next.accept(value);
            connection.intake().finished();
        }, failure -> {
            undo.run();
            refuse(frame, failure);
            connection.intake().finished();
        });
    }

    private void refuse(ClientFrame frame, Throwable failure) {
        ProblemException problem = problem(failure);
        if (frame instanceof ClientFrame.Prompt) {
            desk.services().meters().promptRefused(problem.code());
        }
        send(new ServerFrame.Refused(frame.id(), frame.session(), frame.turn(), problem.problem()));
    }

    /** Faults are logged here, and only here. */
    private static ProblemException problem(Throwable failure) {
        return ProblemException.in(failure).orElseGet(() -> {
            LOG.atError().setCause(failure).log("request over a WebSocket failed");
            return ProblemException.internal();
        });
    }

    @Override
    public void drained() {
        readings.next();
    }

    @Override
    public void closed() {
        readings.forEach(SocketStream::lose);
        desk.services().meters().socketClosed();
        desk.streams().remove(this);
    }

    @Override
    public void shutDown() {
        readings.forEach(SocketStream::stop);
        send(new ServerFrame.Farewell());
        connection.close(CloseReason.SHUTTING_DOWN);
    }
}
