package dev.rivulet.gateway.identity;

import dev.rivulet.gateway.config.AuthConfig;
import dev.rivulet.gateway.problem.ProblemException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Takes grants beside what others take. */
public record WithGrants(Authentication others, Grants granted) implements Authentication {

    /** Adds grants where callers are authenticated: elsewhere nobody needs one. */
    public static Authentication to(Authentication others, SigningSecrets secrets, AuthConfig auth) {
        return others.isRequired()
                ? new WithGrants(others, new Grants(secrets, auth.maxGrantLifetime(), InstantSource.system()))
                : others;
    }

    @Override
    public boolean isRequired() {
        return others.isRequired();
    }

    @Override
    public Optional<Grants> grants() {
        return Optional.of(granted);
    }

    @Override
    public CompletableFuture<Caller> caller(String credential) {
        if (!credential.startsWith(Grants.START)) {
            return others.caller(credential);
        }
        try {
            return CompletableFuture.completedFuture(granted.caller(credential));
        } catch (ProblemException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    @Override
    public boolean holds(Caller caller) {
        return caller.credential().orElse(null) instanceof ShownGrant shown
                ? granted.holds(shown)
                : others.holds(caller);
    }

    @Override
    public void onChange(Runnable listener) {
        others.onChange(listener);
        granted.secrets().onChange(listener);
    }

    @Override
    public Optional<ProblemException> problem() {
        return others.problem();
    }

    @Override
    public void start() {
        others.start();
    }

    @Override
    public void close() {
        others.close();
    }
}
