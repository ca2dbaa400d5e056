package dev.rivulet.gateway.submit;

import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.Idempotency;
import dev.rivulet.schemas.command.PromptRequested;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A turn that a client submits.
 *
 * @param turn the turn's id; null for a new one, or if the key has it
 * @param key identifies a submission that the client may repeat; empty if each is a new turn
 * @param ephemeral whether the gateway made the session for this turn alone
 */
public record TurnSubmission(OwnedSession session, TurnId turn, TurnDraft draft, Optional<IdempotencyKey> key,
        boolean ephemeral) {

    /** A turn in a session that the client knows and may continue. */
    public TurnSubmission(OwnedSession session, TurnDraft draft, Optional<IdempotencyKey> key) {
        this(session, null, draft, key, false);
    }

    /** A turn in a session that no other turn continues. */
    public static TurnSubmission ephemeral(OwnedSession session, TurnDraft draft, Optional<IdempotencyKey> key) {
        return new TurnSubmission(session, null, draft, key, true);
    }

    /** Returns whether the turn gets an id that no other turn has. */
    boolean hasNewId() {
        return namedId() == null;
    }

    private TurnId namedId() {
        return key.map(IdempotencyKey::turn).orElse(turn);
    }

    /** Makes the command that requests the turn. Its turn id is new, unless the client has sent one. */
    PromptRequested command(Supplier<TurnId> ids) {
        TurnId id = hasNewId() ? ids.get() : namedId();
        Idempotency idempotency = key.map(sent -> new Idempotency(ids.get(), sent.key(), Digest.of(draft)))
                .orElse(null);
        return draft.command(session, id, idempotency, ephemeral);
    }
}
