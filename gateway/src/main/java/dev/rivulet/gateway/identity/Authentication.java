package dev.rivulet.gateway.identity;

import dev.rivulet.gateway.problem.ProblemException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Says who calls. Thread-safe; does not block, but for {@link #close}. */
public interface Authentication extends AutoCloseable {

    /** Nobody is asked who it is. */
    Authentication NONE = new Authentication() {

        private static final CompletableFuture<Caller> ANYBODY = CompletableFuture.completedFuture(Caller.ANONYMOUS);

        @Override
        public boolean isRequired() {
            return false;
        }

        @Override
        public CompletableFuture<Caller> caller(String credential) {
            return ANYBODY;
        }

        @Override
        public boolean holds(Caller caller) {
            return true;
        }

        @Override
        public void onChange(Runnable listener) {
            // There is none.
        }
    };

    /** Returns whether callers must show who they are. */
    boolean isRequired();

    /**
     * Returns whose credential this is. The result is complete at once if nothing has to be waited for; otherwise
     * another thread completes it. It fails with a {@link ProblemException}: {@code invalid_key} if the credential is
     * not valid.
     */
    CompletableFuture<Caller> caller(String credential);

    /** Returns what makes grants; empty if callers can give nothing away. */
    default Optional<Grants> grants() {
        return Optional.empty();
    }

    /** Returns whether a caller would still be let in as what it is. */
    boolean holds(Caller caller);

    /**
     * Has a listener called, on another thread, each time that {@link #holds} may return something else for another
     * reason than that time passes: see {@link Caller#expiresAt}.
     */
    void onChange(Runnable listener);

    /** Returns why nobody can be let in yet; empty if callers can. */
    default Optional<ProblemException> problem() {
        return Optional.empty();
    }

    /** Begins to follow changes. Called once. */
    default void start() {}

    @Override
    default void close() {}
}
