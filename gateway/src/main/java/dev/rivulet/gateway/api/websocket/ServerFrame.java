package dev.rivulet.gateway.api.websocket;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.problem.Problem;
import dev.rivulet.schemas.TurnId;

/** A frame to a client that is not an event ({@link EventFrames}). {@code id} is the id of the client's request. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({@JsonSubTypes.Type(value = ServerFrame.Authenticated.class, name = "authenticated"),
        @JsonSubTypes.Type(value = ServerFrame.Accepted.class, name = "accepted"),
        @JsonSubTypes.Type(value = ServerFrame.Resumed.class, name = "resumed"),
        @JsonSubTypes.Type(value = ServerFrame.Following.class, name = "following"),
        @JsonSubTypes.Type(value = ServerFrame.Ended.class, name = "ended"),
        @JsonSubTypes.Type(value = ServerFrame.Cancelling.class, name = "cancelling"),
        @JsonSubTypes.Type(value = ServerFrame.Left.class, name = "left"),
        @JsonSubTypes.Type(value = ServerFrame.Pong.class, name = "pong"),
        @JsonSubTypes.Type(value = ServerFrame.Refused.class, name = "problem"),
        @JsonSubTypes.Type(value = ServerFrame.Farewell.class, name = "farewell")})
sealed interface ServerFrame {

    /** The client is known: its other frames are served. */
    record Authenticated(String id) implements ServerFrame {}

    /** Kafka has the prompt: the turn will end, and its events follow. */
    record Accepted(String id, OwnedSession session, TurnId turn) implements ServerFrame {}

    /** The turn's events follow. */
    record Resumed(String id, OwnedSession session, TurnId turn) implements ServerFrame {}

    /** The session's events follow. */
    record Following(String id, OwnedSession session) implements ServerFrame {}

    /** The cursor is that of the turn's end: no event follows. */
    record Ended(String id, OwnedSession session, TurnId turn) implements ServerFrame {}

    /** Kafka has the cancel request. The turn's terminal event tells the outcome. */
    record Cancelling(String id, OwnedSession session, TurnId turn) implements ServerFrame {}

    /** No more events follow. */
    record Left(String id, OwnedSession session, TurnId turn) implements ServerFrame {}

    /** The response to a ping. */
    record Pong(String id) implements ServerFrame {}

    /**
     * A request cannot be served, or a stream cannot continue. The turn itself may continue.
     *
     * @param id null if it could not be read, or if no request has caused the problem
     */
    record Refused(String id, OwnedSession session, TurnId turn, Problem problem) implements ServerFrame {}

    /** The gateway stops. The client resumes its streams at another gateway. */
    record Farewell() implements ServerFrame {}
}
