package dev.rivulet.gateway.stream.follow;

import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.log.lookup.TurnSnapshot;
import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.Usage;
import dev.rivulet.schemas.event.AnswerPart;
import dev.rivulet.schemas.event.TurnInput;
import dev.rivulet.schemas.result.TurnFinished;
import java.util.List;

/**
 * A turn of a session that has ended, as clients are sent it.
 *
 * @param prompt see {@link TurnInput}, also for {@code messages}, {@code system} and {@code shortened}
 * @param model the model that was called; null if no attempt started
 * @param provider the provider that was asked; null if no attempt started
 * @param attempt see {@link TurnSnapshot}, also for the following six
 * @param inMemory true if the session's next turn sends this one to the model; null otherwise
 */
public record TurnBody(TurnId turnId, String prompt, List<Message> messages, String system, Boolean shortened,
        TurnSnapshot.Status status, int attempt, String model, String provider, String text,
        List<AnswerPart> parts, String finishReason, Usage usage, Timings timings, TurnSnapshot.Fault error,
        Boolean inMemory) {

    static TurnBody of(OwnedSession session, TurnFinished result, Boolean inMemory) {
        TurnInput asked = result.input() == null
                ? new TurnInput(result.turnId(), null, null, null, null)
                : result.input();
        TurnSnapshot end = TurnSnapshot.of(session, result);
        return new TurnBody(result.turnId(), asked.prompt(), asked.messages(), asked.system(), asked.shortened(),
                end.status(), end.attempt(), result.model(), result.provider(), end.text(), end.parts(),
                end.finishReason(), end.usage(), end.timings(), end.error(), inMemory);
    }

    /** Leaves out what users and models wrote: safe for logs. */
    @Override
    public String toString() {
        return "TurnBody[turnId=" + turnId + ", status=" + status + "]";
    }
}
