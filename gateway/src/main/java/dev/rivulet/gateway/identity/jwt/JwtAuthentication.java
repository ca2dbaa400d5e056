package dev.rivulet.gateway.identity.jwt;

import dev.rivulet.gateway.config.JwtConfig;
import dev.rivulet.gateway.identity.Authentication;
import dev.rivulet.gateway.identity.Caller;
import dev.rivulet.gateway.identity.Refusal;
import dev.rivulet.gateway.identity.RefusedCredentialException;
import dev.rivulet.gateway.identity.VerifiedToken;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Authentication by tokens of an issuer (JWT). A token that was verified is known until it expires, or its key is
 * withdrawn; others are verified by threads of their own, and wait for the issuer's next keys if theirs is not known.
 */
public final class JwtAuthentication implements Authentication {

    private static final Logger LOG = LoggerFactory.getLogger(JwtAuthentication.class);

    private final JwtSettings settings;
    private final InstantSource clock;
    private final TokenVerifier verifier;
    private final TokenCache verified;
    private final IssuerKeys keys;
    private final ExecutorService threads;
    private final AtomicInteger waiting = new AtomicInteger(); // tokens whose keys are not known

    private JwtAuthentication(JwtSettings settings, InstantSource clock) {
        JwtConfig config = settings.config();
        this.settings = settings;
        this.clock = clock;
        this.verifier = new TokenVerifier(settings, clock);
        this.verified = new TokenCache(config.cachedTokens());
        this.keys = new IssuerKeys(new IssuerClient(settings)::fetch, config);
        this.threads = new ThreadPoolExecutor(config.threads(), config.threads(), 0, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(config.maxWaiting()),
                Thread.ofPlatform().name("tokens-", 0).daemon().factory());
    }

    /**
     * Makes the authentication that some settings describe.
     *
     * @throws dev.rivulet.runtime.config.InvalidConfigException if a setting cannot be used
     */
    public static JwtAuthentication of(JwtConfig config) {
        return new JwtAuthentication(JwtSettings.of(config), InstantSource.system());
    }

    @Override
    public void start() {
        LOG.atInfo().addKeyValue("issuer", settings.issuer()).log("tokens of this issuer are taken");
        if (!settings.isProtected()) {
            LOG.warn("the issuer's keys are fetched without TLS: who is between can make any token valid");
        }
        keys.start();
    }

    @Override
    public boolean isRequired() {
        return true;
    }

    @Override
    public CompletableFuture<Caller> caller(String token) {
        if (token.length() > settings.config().maxTokenChars()) {
            return refused(Refusal.MALFORMED, "It is longer than is allowed here.");
        }
        String name = TokenCache.name(token);
        Optional<Caller> known = verified.find(name, this::holds);
        if (known.isPresent()) {
            return CompletableFuture.completedFuture(known.get());
        }
        CompletableFuture<Caller> caller = keys.current().map(current -> verify(token, current))
                .orElseGet(() -> CompletableFuture.failedFuture(IssuerKeys.unavailable()))
                .thenCompose(result -> answer(token, result));
        return caller.thenApply(valid -> {
            verified.put(name, valid);
            return valid;
        });
    }

    private CompletableFuture<TokenVerifier.Result> verify(String token, KeySet current) {
        try {
            return CompletableFuture.supplyAsync(() -> verifier.verify(token, current), threads);
        } catch (RejectedExecutionException full) {
            return CompletableFuture.failedFuture(tooMany());
        }
    }

    private CompletableFuture<Caller> answer(String token, TokenVerifier.Result result) {
        return switch (result) {
            case TokenVerifier.Valid valid -> CompletableFuture.completedFuture(valid.caller());
            case TokenVerifier.Refused refused -> refused(refused.reason(), refused.detail());
            case TokenVerifier.UnknownKey unknown -> verifyWithNextKeys(token);
        };
    }

    /** Those who send unknown keys wait for each other, and delay nobody else. */
    private CompletableFuture<Caller> verifyWithNextKeys(String token) {
        if (waiting.incrementAndGet() > settings.config().maxWaiting()) {
            waiting.decrementAndGet();
            return CompletableFuture.failedFuture(tooMany());
        }
        return keys.next().whenComplete((next, failure) -> waiting.decrementAndGet())
                .thenCompose(next -> verify(token, next))
                .thenCompose(result -> result instanceof TokenVerifier.UnknownKey
                        ? refused(Refusal.UNKNOWN_ISSUER_KEY, "The issuer has no such key.")
                        : answer(token, result));
    }

    private static CompletableFuture<Caller> refused(Refusal reason, String detail) {
        return CompletableFuture.failedFuture(RefusedCredentialException.invalidKey(reason, detail));
    }

    private static ProblemException tooMany() {
        return new ProblemException(ProblemCode.IDENTITY_UNAVAILABLE, "Too many tokens are being verified.");
    }

    @Override
    public boolean holds(Caller caller) {
        return caller.credential().filter(shown -> shown instanceof VerifiedToken token
                && clock.instant().isBefore(token.expiresAt()) && keys.has(token.key())).isPresent();
    }

    @Override
    public void onChange(Runnable listener) {
        keys.onChange(listener);
    }

    @Override
    public Optional<ProblemException> problem() {
        return keys.isKnown() ? Optional.empty() : Optional.of(IssuerKeys.unavailable());
    }

    @Override
    public void close() {
        keys.close();
        threads.shutdownNow();
    }
}
