package dev.rivulet.schemas.command;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;

/** What can be asked of a session: the records of the topic {@code prompt-requests}, keyed by session. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({@JsonSubTypes.Type(value = PromptRequested.class, name = "PromptRequested"),
        @JsonSubTypes.Type(value = CancelRequested.class, name = "CancelRequested"),
        @JsonSubTypes.Type(value = AttemptClaimed.class, name = "AttemptClaimed"),
        @JsonSubTypes.Type(value = AttemptGivenUp.class, name = "AttemptGivenUp")})
public sealed interface Command permits PromptRequested, CancelRequested, AttemptClaimed, AttemptGivenUp {

    /** The session; equal to the record's key. */
    SessionId sessionId();

    TurnId turnId();
}
