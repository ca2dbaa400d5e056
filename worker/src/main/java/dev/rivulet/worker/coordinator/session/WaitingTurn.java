package dev.rivulet.worker.coordinator.session;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.PromptRequested;
import java.util.Objects;

/**
 * A turn that waits behind others of its session. Its JSON is stored.
 *
 * @param claimed the newest attempt that was claimed for it by a coordinator that knew more than this state does: that
 *            one had read the result of the turn before, and may have started the attempt. 0: none
 * @param cancelled true if it was cancelled: it does not start, and waits for its result to be read from the log.
 *            Otherwise null
 * @param readAt when its coordinator read it, in milliseconds since the epoch on that machine's clock. Not stored,
 *            because it means nothing on another machine: see {@link #restored}
 */
public record WaitingTurn(PromptRequested request, int claimed, Boolean cancelled, @JsonIgnore Long readAt) {

    public WaitingTurn {
        Objects.requireNonNull(request, "request");
    }

    static WaitingTurn of(PromptRequested request, long now) {
        return new WaitingTurn(request, 0, null, now);
    }

    public TurnId id() {
        return request.turnId();
    }

    /** Not named {@code isCancelled}: JSON would take that for a field of the stored state. */
    boolean wasCancelled() {
        return Boolean.TRUE.equals(cancelled);
    }

    WaitingTurn claimed(int attempt) {
        return new WaitingTurn(request, Math.max(claimed, attempt), cancelled, readAt);
    }

    WaitingTurn withRequest(PromptRequested other) {
        return new WaitingTurn(other, claimed, cancelled, readAt);
    }

    WaitingTurn cancelling() {
        return new WaitingTurn(request, claimed, true, readAt);
    }

    WaitingTurn restored(long now) {
        return new WaitingTurn(request, claimed, cancelled, now);
    }
}
