package dev.rivulet.gateway.identity.jwt;

import dev.rivulet.gateway.identity.Caller;
import dev.rivulet.gateway.identity.Sha256;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The callers of the tokens that were used last, by digests of the tokens. Thread-safe. */
final class TokenCache {

    private static final float LOAD = 0.75f;

    private final Map<String, Caller> callers; // guarded by this

    /** @param most how many tokens are remembered */
    TokenCache(int most) {
        this.callers = new LinkedHashMap<>(16, LOAD, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Caller> eldest) {
                return size() > most;
            }
        };
    }

    /** Returns the name of a token, which tells nothing of it. */
    static String name(String token) {
        return HexFormat.of().formatHex(Sha256.of(token));
    }

    /** Returns the caller of a token; forgets it if it does not hold any more. */
    synchronized Optional<Caller> find(String name, Predicate<Caller> holds) {
        Optional<Caller> known = Optional.ofNullable(callers.get(name));
        if (known.isPresent() && !holds.test(known.get())) {
            callers.remove(name);
            return Optional.empty();
        }
        return known;
    }

    synchronized void put(String name, Caller caller) {
        callers.put(name, caller);
    }

    synchronized int size() {
        return callers.size();
    }
}
