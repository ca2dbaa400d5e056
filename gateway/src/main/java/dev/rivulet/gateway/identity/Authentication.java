package dev.rivulet.gateway.identity;

import java.util.Optional;

/** Says who calls. Thread-safe; does not block. */
public interface Authentication {

    /** Nobody is asked who it is. */
    Authentication NONE = new Authentication() {
        @Override
        public boolean isRequired() {
            return false;
        }

        @Override
        public Optional<Caller> caller(String credential) {
            return Optional.of(Caller.ANONYMOUS);
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

    /** Returns whose credential this is; empty if it is not valid. */
    Optional<Caller> caller(String credential);

    /** Returns whether a caller would still be let in as what it is. */
    boolean holds(Caller caller);

    /** Has a listener called, on another thread, each time that {@link #holds} may return something else. */
    void onChange(Runnable listener);
}
