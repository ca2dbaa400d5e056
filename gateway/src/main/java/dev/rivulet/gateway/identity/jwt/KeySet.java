package dev.rivulet.gateway.identity.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import java.security.PublicKey;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The keys that an issuer publishes, as of one fetch. Immutable. */
final class KeySet {

    private static final int MIN_RSA_BITS = 2_048; // RFC 7518, section 3.3

    private final List<Key> keys;
    private final Set<String> names;

    private KeySet(List<Key> keys) {
        this.keys = List.copyOf(keys);
        this.names = keys.stream().map(Key::name).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * A key.
     *
     * @param name says which key it is, whatever id the issuer gives it
     */
    record Key(String name, JWK published, PublicKey verifies) {}

    /**
     * Reads a JSON Web Key Set. Keys for other purposes than signatures of these algorithms are left out.
     *
     * @throws IllegalArgumentException if it is none, or has no key that can be used
     */
    static KeySet parse(String json, Set<JWSAlgorithm> algorithms) {
        List<Key> usable = new ArrayList<>();
        try {
            for (JWK published : JWKSet.parse(json).getKeys()) {
                if (isFor(algorithms, published)) {
                    usable.add(new Key(published.computeThumbprint().toString(), published,
                            ((AsymmetricJWK) published).toPublicKey()));
                }
            }
        } catch (ParseException | JOSEException | RuntimeException malformed) {
            throw new IllegalArgumentException("it is no set of keys (JWKS)");
        }
        if (usable.isEmpty()) {
            throw new IllegalArgumentException("it has no key for signatures that are taken here");
        }
        return new KeySet(usable);
    }

    private static boolean isFor(Set<JWSAlgorithm> algorithms, JWK key) {
        boolean strong = !key.getKeyType().equals(KeyType.RSA) || key.size() >= MIN_RSA_BITS;
        return strong && algorithms.stream()
                .anyMatch(algorithm -> matches(new JWSHeader.Builder(algorithm).build(), key));
    }

    private static boolean matches(JWSHeader header, JWK key) {
        return Optional.ofNullable(JWKMatcher.forJWSHeader(header)).filter(matcher -> matcher.matches(key)).isPresent();
    }

    /** Returns the keys that may have signed what has this header: those of its key id, if it names one. */
    List<Key> candidates(JWSHeader header) {
        return keys.stream().filter(key -> matches(header, key.published())).toList();
    }

    /** Returns whether a key of an earlier set is still there. */
    boolean has(String name) {
        return names.contains(name);
    }

    boolean containsAll(KeySet other) {
        return names.containsAll(other.names);
    }

    int size() {
        return keys.size();
    }
}
