package dev.rivulet.gateway.api.websocket;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.rivulet.gateway.problem.Problem;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;

/** What a client is told, apart from the events of turns ({@link EventFrames}). {@code id} is that of its request. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({@JsonSubTypes.Type(value = ServerFrame.Accepted.class, name = "accepted"),
        @JsonSubTypes.Type(value = ServerFrame.Resumed.class, name = "resumed"),
        @JsonSubTypes.Type(value = ServerFrame.Following.class, name = "following"),
        @JsonSubTypes.Type(value = ServerFrame.Ended.class, name = "ended"),
        @JsonSubTypes.Type(value = ServerFrame.Cancelling.class, name = "cancelling"),
        @JsonSubTypes.Type(value = ServerFrame.Left.class, name = "left"),
        @JsonSubTypes.Type(value = ServerFrame.Pong.class, name = "pong"),
        @JsonSubTypes.Type(value = ServerFrame.Refused.class, name = "problem"),
        @JsonSubTypes.Type(value = ServerFrame.Farewell.class, name = "farewell")})
sealed interface ServerFrame {

    /** Kafka has the prompt: the turn will end, and its events follow. */
    record Accepted(String id, SessionId session, TurnId turn) implements ServerFrame {}

    /** The turn's events follow. */
    record Resumed(String id, SessionId session, TurnId turn) implements ServerFrame {}

    /** The session's events follow. */
    record Following(String id, SessionId session) implements ServerFrame {}

    /** The cursor is that of the turn's end: nothing follows. */
    record Ended(String id, SessionId session, TurnId turn) implements ServerFrame {}

    /** Kafka has the wish to cancel; the turn's own end says what came of it. */
    record Cancelling(String id, SessionId session, TurnId turn) implements ServerFrame {}

    /** No more events follow. */
    record Left(String id, SessionId session, TurnId turn) implements ServerFrame {}

    record Pong(String id) implements ServerFrame {}

    /**
     * A request cannot be served, or a stream cannot go on; neither says anything about the turn.
     *
     * @param id null when it could not be read, or no request is to blame
     */
    record Refused(String id, SessionId session, TurnId turn, Problem problem) implements ServerFrame {}

    /** The gateway stops: connect to another, and resume. */
    record Farewell() implements ServerFrame {}
}
