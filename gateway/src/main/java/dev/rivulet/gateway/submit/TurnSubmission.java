package dev.rivulet.gateway.submit;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.Idempotency;
import dev.rivulet.schemas.command.PromptRequested;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A turn that a client asks for.
 *
 * @param key makes it the same as an earlier submission; empty if it is always a turn of its own
 */
public record TurnSubmission(SessionId session, TurnDraft draft, Optional<IdempotencyKey> key) {

    /** Makes the command; its turn id is new, unless the client chose one. */
    PromptRequested prompt(Supplier<TurnId> ids) {
        TurnId turn = key.map(IdempotencyKey::turn).orElseGet(ids);
        Idempotency idempotency = key.map(given -> new Idempotency(ids.get(), given.key(), Digest.of(draft)))
                .orElse(null);
        return draft.at(session, turn, idempotency);
    }
}
