package dev.rivulet.worker.coordinator.session;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.AttemptClaimed;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.result.Outcome;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The turn that a session runs now. It may run only when its attempt is claimed, see {@link SessionMachine}. Its JSON
 * is stored: names and order of the components are those of the changelog.
 *
 * @param attempt which execution of the turn this is, from 1
 * @param owner the worker process that runs it, or will when the claim is read: not always the coordinator's
 * @param term of the coordinator that wrote the claim
 * @param starts how many attempts of the turn were started, as far as this state knows
 * @param claimedAt when the claim was read and the attempt handed to its owner, in milliseconds since the epoch on the
 *            clock of its coordinator; null before. A coordinator that takes over counts anew, see {@link #restored}
 * @param cancelRequested whether the turn was cancelled; then it is not started again
 * @param foreignClaims how many claims of other coordinators, or of earlier terms, were read while the turn was open;
 *            null: none
 * @param sealedAs how the turn is to end, with what the log has of its attempt, which was given up: whatever the
 *            attempt's worker may still write does not count, nor does its result. Null while the attempt may go on
 * @param handOvers how often a worker has passed the turn on before it began there; null: never
 * @param coordinator the worker that claimed the attempt; null if that is the owner
 * @param readAt as of {@link WaitingTurn}; when no worker could execute the turn any more, since then
 */
public record OpenTurn(PromptRequested request, int attempt, String owner, String term, int starts, Long claimedAt,
        boolean cancelRequested, Integer foreignClaims, Outcome sealedAs, Integer handOvers, String coordinator,
        @JsonIgnore Long readAt) {

    /** Not the id of any term: sweeps look for a worker until there is one. */
    private static final String NO_TERM = "";

    /** @throws NullPointerException without a request or an owner: state that cannot be used */
    public OpenTurn {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(owner, "owner");
    }

    /** Returns a turn whose attempt is not claimed yet, and of which no attempt was started. */
    static OpenTurn unclaimed(WaitingTurn turn, String owner, Term term) {
        return new OpenTurn(turn.request(), turn.claimed() + 1, owner, term.id(), 0, null, false, null, null, null,
                otherThan(owner, term), turn.readAt());
    }

    private static String otherThan(String owner, Term term) {
        return owner.equals(term.worker()) ? null : term.worker();
    }

    public TurnId id() {
        return request.turnId();
    }

    /** Returns the turn's session and id. */
    public SessionTurn sessionTurn() {
        return request.sessionTurn();
    }

    public boolean claimed() {
        return claimedAt != null;
    }

    boolean wasSealed() {
        return sealedAs != null;
    }

    /** Returns the attempt of the terminal event when no execution ends the turn: 0 when none can have begun. */
    int lastBegun() {
        return claimed() || attempt > 1 ? attempt : 0;
    }

    /** Returns how many attempts may have been started that this state does not count as starts. */
    int startedByOthers() {
        return foreignClaims == null ? 0 : foreignClaims;
    }

    /** Returns the turn after a claim of another coordinator was read. */
    OpenTurn claimedByOther() {
        return with(next -> next.foreignClaims = startedByOthers() + 1);
    }

    /** Returns the turn after its claim was read: the attempt starts. */
    OpenTurn started(long now) {
        return with(next -> {
            next.starts++;
            next.claimedAt = now;
        });
    }

    /** Returns the turn with another attempt to claim. */
    OpenTurn unclaimed(int newAttempt, String newOwner, Term newTerm) {
        return with(next -> {
            next.attempt = newAttempt;
            next.owner = newOwner;
            next.term = newTerm.id();
            next.coordinator = otherThan(newOwner, newTerm);
            next.claimedAt = null;
            next.sealedAs = null;
        });
    }

    /** Returns the turn with an attempt that another coordinator claimed for a third worker, and that may run there. */
    OpenTurn adopting(AttemptClaimed claim) {
        return with(next -> {
            next.attempt = claim.attempt();
            next.owner = claim.owner();
            next.term = claim.term();
            next.coordinator = claim.coordinator();
        });
    }

    /** Returns whether the attempt lives on when the coordinator that claimed it dies. */
    boolean isElsewhere() {
        return coordinator != null;
    }

    /** Returns the turn with another attempt that nobody claims yet, because no live worker executes turns. */
    OpenTurn unplaced(int newAttempt, long now) {
        return with(next -> {
            next.attempt = newAttempt;
            next.term = NO_TERM;
            next.coordinator = null;
            next.claimedAt = null;
            next.sealedAs = null;
            next.readAt = now;
        });
    }

    /** Not named {@code isUnplaced}: JSON would take that for a field of the stored state. */
    boolean waitsForWorker() {
        return !claimed() && NO_TERM.equals(term);
    }

    /**
     * Returns whether the owner may never have got the job: a coordinator before this one claimed the attempt, and may
     * have crashed before it sent the job.
     */
    boolean mayBeUndelivered(Term current) {
        return claimed() && !current.id().equals(term) && (isElsewhere() || !owner.equals(current.worker()));
    }

    /** Returns the turn after its owner was asked whether it has the attempt. */
    OpenTurn askedIn(Term current) {
        return with(next -> next.term = current.id());
    }

    /** Returns how often the turn was passed on. */
    int passedOn() {
        return handOvers == null ? 0 : handOvers;
    }

    /** Returns the turn after its attempt was given up. The turn ends like that. */
    OpenTurn sealed(Outcome outcome) {
        return with(next -> next.sealedAs = outcome);
    }

    /** Returns the turn without the start of its attempt, which turned out never to have begun. */
    OpenTurn notStarted() {
        return with(next -> {
            next.starts--;
            next.handOvers = passedOn() + 1;
        });
    }

    OpenTurn restored(long now) {
        return with(next -> {
            next.claimedAt = claimed() ? (Long) now : null;
            next.readAt = now;
        });
    }

    OpenTurn withRequest(PromptRequested other) {
        return new OpenTurn(other, attempt, owner, term, starts, claimedAt, cancelRequested, foreignClaims, sealedAs,
                handOvers, coordinator, readAt);
    }

    OpenTurn cancelling() {
        return with(next -> next.cancelRequested = true);
    }

    private OpenTurn with(Consumer<Draft> change) {
        Draft next = new Draft(this);
        change.accept(next);
        return next.build();
    }

    /** A copy whose fields a change sets by name. */
    private static final class Draft {

        private final PromptRequested request;
        private int attempt;
        private String owner;
        private String term;
        private int starts;
        private Long claimedAt;
        private boolean cancelRequested;
        private Integer foreignClaims;
        private Outcome sealedAs;
        private Integer handOvers;
        private String coordinator;
        private Long readAt;

        Draft(OpenTurn turn) {
            request = turn.request;
            attempt = turn.attempt;
            owner = turn.owner;
            term = turn.term;
            starts = turn.starts;
            claimedAt = turn.claimedAt;
            cancelRequested = turn.cancelRequested;
            foreignClaims = turn.foreignClaims;
            sealedAs = turn.sealedAs;
            handOvers = turn.handOvers;
            coordinator = turn.coordinator;
            readAt = turn.readAt;
        }

        OpenTurn build() {
            return new OpenTurn(request, attempt, owner, term, starts, claimedAt, cancelRequested, foreignClaims,
                    sealedAs, handOvers, coordinator, readAt);
        }
    }
}
