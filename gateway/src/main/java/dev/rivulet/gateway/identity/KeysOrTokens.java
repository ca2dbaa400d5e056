package dev.rivulet.gateway.identity;

import dev.rivulet.gateway.problem.ProblemException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Takes keys of a file and tokens of an issuer, side by side: no token begins as a key does. */
public record KeysOrTokens(Authentication keys, Authentication tokens) implements Authentication {

    @Override
    public boolean isRequired() {
        return true;
    }

    @Override
    public CompletableFuture<Caller> caller(String credential) {
        return (credential.startsWith(ApiKey.START) ? keys : tokens).caller(credential);
    }

    @Override
    public boolean holds(Caller caller) {
        return caller.credential().filter(shown -> switch (shown) {
            case ApiKey key -> keys.holds(caller);
            case VerifiedToken token -> tokens.holds(caller);
            case ShownGrant grant -> false; // see WithGrants
        }).isPresent();
    }

    @Override
    public void onChange(Runnable listener) {
        keys.onChange(listener);
        tokens.onChange(listener);
    }

    @Override
    public Optional<ProblemException> problem() {
        return keys.problem().or(tokens::problem);
    }

    @Override
    public void start() {
        keys.start();
        tokens.start();
    }

    @Override
    public void close() {
        keys.close();
        tokens.close();
    }
}
