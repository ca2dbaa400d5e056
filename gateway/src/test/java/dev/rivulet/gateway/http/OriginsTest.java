package dev.rivulet.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OriginsTest {

    private final Origins none = new Origins(Optional.empty());
    private final Origins configured = new Origins(Optional.of(List.of("https://app.example.com", "http://dev:3000")));

    @Test
    void clientsWithoutAnOriginAreAllowed() {
        assertThat(none.allows(null, "gateway:8080")).isTrue();
    }

    @Test
    void pagesOfTheGatewayItselfAreAllowedAlsoBehindAProxy() {
        assertThat(none.allows("http://127.0.0.1:8080", "127.0.0.1:8080")).isTrue();
        assertThat(none.allows("http://gateway", "gateway:80")).isTrue();
        assertThat(none.allows("https://Chat.example.com", "chat.example.com")).isTrue();
        assertThat(none.allows("https://chat.example.com:443", "chat.example.com")).isTrue();
        assertThat(none.allows("http://[::1]:8080", "[::1]:8080")).isTrue();
        assertThat(none.allows("http://gateway:8081", "gateway:8080")).isFalse();
        assertThat(none.allows("http://other", "gateway")).isFalse();
    }

    @Test
    void configuredOriginsAreAllowedAndSimilarOnesAreNot() {
        assertThat(configured.allows("https://app.example.com", "gateway")).isTrue();
        assertThat(configured.allows("https://app.example.com:443", "gateway")).isTrue();
        assertThat(configured.allows("http://dev:3000", "gateway")).isTrue();
        for (String foreign : List.of("http://app.example.com", "https://app.example.com:8443", "http://dev",
                "https://app.example.com.evil.example", "https://evil.example?https://app.example.com",
                "https://app.example.com@evil.example")) {
            assertThat(configured.allows(foreign, "gateway")).as(foreign).isFalse();
        }
    }

    @Test
    void invalidOriginsAreRefusedUnlessAllAreAllowed() {
        for (String odd : List.of("null", "", "app.example.com", "file://", "::")) {
            assertThat(configured.allows(odd, "gateway")).as(odd).isFalse();
            assertThat(new Origins(Optional.of(List.of("*"))).allows(odd, "gateway")).isTrue();
        }
        assertThat(none.allows("http://gateway", null)).isFalse();
    }
}
