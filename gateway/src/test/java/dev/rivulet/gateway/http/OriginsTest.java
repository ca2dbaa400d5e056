package dev.rivulet.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OriginsTest {

    private final Origins none = new Origins(Optional.empty());
    private final Origins some = new Origins(Optional.of(List.of("https://app.example.com", "http://dev:3000")));

    @Test
    void clientsThatAreNoPagesAreAdmitted() {
        assertThat(none.admit(null, "gateway:8080")).isTrue();
    }

    @Test
    void pagesOfTheGatewayItselfAreAdmittedWhateverStandsInFrontOfIt() {
        assertThat(none.admit("http://127.0.0.1:8080", "127.0.0.1:8080")).isTrue();
        assertThat(none.admit("http://gateway", "gateway:80")).isTrue();
        assertThat(none.admit("https://Chat.example.com", "chat.example.com")).isTrue();
        assertThat(none.admit("https://chat.example.com:443", "chat.example.com")).isTrue();
        assertThat(none.admit("http://[::1]:8080", "[::1]:8080")).isTrue();
        assertThat(none.admit("http://gateway:8081", "gateway:8080")).isFalse();
        assertThat(none.admit("http://other", "gateway")).isFalse();
    }

    @Test
    void pagesOfNamedOriginsAreAdmittedAndNoneThatOnlyLookLikeThem() {
        assertThat(some.admit("https://app.example.com", "gateway")).isTrue();
        assertThat(some.admit("https://app.example.com:443", "gateway")).isTrue();
        assertThat(some.admit("http://dev:3000", "gateway")).isTrue();
        for (String foreign : List.of("http://app.example.com", "https://app.example.com:8443", "http://dev",
                "https://app.example.com.evil.example", "https://evil.example?https://app.example.com",
                "https://app.example.com@evil.example")) {
            assertThat(some.admit(foreign, "gateway")).as(foreign).isFalse();
        }
    }

    @Test
    void whatIsNoOriginIsRefusedUnlessEverybodyMayCome() {
        for (String odd : List.of("null", "", "app.example.com", "file://", "::")) {
            assertThat(some.admit(odd, "gateway")).as(odd).isFalse();
            assertThat(new Origins(Optional.of(List.of("*"))).admit(odd, "gateway")).isTrue();
        }
        assertThat(none.admit("http://gateway", null)).isFalse();
    }
}
