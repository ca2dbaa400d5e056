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
 * @param readAt when its coordinator read it, in milliseconds since the epoch on that machine's clock. Not stored,
 *            because it means nothing on another machine: see {@link #restored}
 */
public record WaitingTurn(PromptRequested request, int claimed, @JsonIgnore Long readAt) {

    public WaitingTurn {
        Objects.requireNonNull(request, "request");
    }

    public TurnId id() {
        return request.turnId();
    }

    WaitingTurn claimed(int attempt) {
        return new WaitingTurn(request, Math.max(claimed, attempt), readAt);
    }

    WaitingTurn restored(long now) {
        return new WaitingTurn(request, claimed, now);
    }
}
