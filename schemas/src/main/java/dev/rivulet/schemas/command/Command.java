package dev.rivulet.schemas.command;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.rivulet.schemas.SessionId;

/** A request to a session: the records of the topic {@code prompt-requests}, keyed by session. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", visible = true, defaultImpl = UnknownCommand.class)
@JsonSubTypes({@JsonSubTypes.Type(value = PromptRequested.class, name = "PromptRequested"),
        @JsonSubTypes.Type(value = CancelRequested.class, name = "CancelRequested"),
        @JsonSubTypes.Type(value = SessionRequested.class, name = "SessionRequested"),
        @JsonSubTypes.Type(value = ForgetRequested.class, name = "ForgetRequested"),
        @JsonSubTypes.Type(value = ReadersChanged.class, name = "ReadersChanged"),
        @JsonSubTypes.Type(value = AttemptClaimed.class, name = "AttemptClaimed"),
        @JsonSubTypes.Type(value = AttemptGivenUp.class, name = "AttemptGivenUp")})
public sealed interface Command permits TurnCommand, SessionCommand, ReadersChanged, UnknownCommand {

    /** Returns the session, which is also the record's key. */
    SessionId sessionId();
}
