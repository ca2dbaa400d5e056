package dev.rivulet.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptTest {

    @ParameterizedTest
    @ValueSource(strings = {"text/event-stream", "Text/Event-Stream ; q=1", "text/event-stream,text/event-stream"})
    void anEventSourceAcceptsNothingElse(String header) {
        assertThat(Accept.onlyEventStreams(List.of(header))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*/*", "text/event-stream, application/problem+json", "text/event-stream;q=1, */*;q=0",
            "text/*", "text/event-streams"})
    void aClientThatAcceptsMoreCanReadAProblem(String header) {
        assertThat(Accept.onlyEventStreams(List.of(header))).isFalse();
    }

    @Test
    void severalHeadersAreOneList() {
        assertThat(Accept.onlyEventStreams(List.of())).isFalse();
        assertThat(Accept.onlyEventStreams(List.of("text/event-stream", "application/json"))).isFalse();
    }
}
