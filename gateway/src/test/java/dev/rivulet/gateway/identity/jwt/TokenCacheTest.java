package dev.rivulet.gateway.identity.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.identity.Caller;
import org.junit.jupiter.api.Test;

class TokenCacheTest {

    @Test
    void theTokensThatWereUsedLastAreRemembered() {
        TokenCache cache = new TokenCache(3);
        for (String name : new String[]{"a", "b", "c"}) {
            cache.put(name, Caller.ANONYMOUS);
        }
        cache.find("a", caller -> true);
        for (int i = 0; i < 2; i++) {
            cache.put("more-" + i, Caller.ANONYMOUS);
        }
        assertThat(cache.size()).isEqualTo(3);
        assertThat(cache.find("a", caller -> true)).isPresent();
        assertThat(cache.find("b", caller -> true)).isEmpty();
        assertThat(cache.find("c", caller -> true)).isEmpty();
    }

    @Test
    void aCallerThatDoesNotHoldAnyMoreIsForgotten() {
        TokenCache cache = new TokenCache(3);
        cache.put("a", Caller.ANONYMOUS);
        assertThat(cache.find("a", caller -> false)).isEmpty();
        assertThat(cache.size()).isZero();
    }

    @Test
    void aNameTellsNothingOfItsToken() {
        assertThat(TokenCache.name("e30.e30.sig")).matches("[0-9a-f]{64}").isNotEqualTo(TokenCache.name("e30.e30.si"));
    }
}
