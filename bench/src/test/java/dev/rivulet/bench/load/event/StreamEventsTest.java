package dev.rivulet.bench.load.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamEventsTest {

    private final List<String> stamps = new ArrayList<>();
    private final StreamEvents events = new StreamEvents((index, time) -> stamps.add(index + "@" + time));

    @Test
    void findsEveryStampOfJoinedTokens() {
        read("id: a\nevent: delta\n"
                + "data: {\"attempt\":1,\"seq\":4,\"content\":\" t7@123 t8@456 t9@78901234567890\"}\n\n");
        assertThat(stamps).containsExactly("7@123", "8@456", "9@78901234567890");
    }

    @Test
    void buffersMayEndAnywhere() {
        String text = "data: {\"content\":\" t0@11\"}\r\n\r\n"
                + "data: {\"content\":\" t1@22\"}\n\nevent: done\ndata: {}\n\n";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int size = 1; size < bytes.length; size++) {
            stamps.clear();
            StreamEvents cut = new StreamEvents((index, time) -> stamps.add(index + "@" + time));
            for (int from = 0; from < bytes.length; from += size) {
                cut.read(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size)));
            }
            assertThat(stamps).as("buffers of %d", size).containsExactly("0@11", "1@22");
            assertThat(cut.ends()).isEqualTo(1);
        }
    }

    @Test
    void textThatOnlyLooksLikeAStampIsNone() {
        read("data: {\"content\":\" t t1 t2@ t@3 to t4@5\"}\n\n: t6@7\nid: t8@9\n");
        assertThat(stamps).containsExactly("4@5");
    }

    @Test
    void knowsTheEndsOfBothProtocols() {
        read("data: [DONE]\n\n");
        assertThat(events.ends()).isEqualTo(1);
        read("event: done\ndata: {}\n\n");
        assertThat(events.ends()).isEqualTo(2);
    }

    @Test
    void anEndInsideTheTextIsNone() {
        read("data: {\"content\":\"event: done\"}\n\ndata: {\"content\":\"data: [DONE]\"}\n\n");
        assertThat(events.ends()).isZero();
    }

    @Test
    void keepsWhatAnErrorEventSays() {
        read("event: error\ndata: {\"code\":\"upstream_error\"}\n\n");
        assertThat(events.error()).contains("upstream_error");
        assertThat(events.ends()).isZero();
    }

    @Test
    void theLastIdIsThatOfAnEventThatWasReadWhole() {
        assertThat(events.lastId()).isNull();
        read("id: a1\nevent: delta\ndata: {}\n\nid: b2\nevent: del");
        assertThat(events.lastId()).as("resuming after b2 would leave it out").isEqualTo("a1");
        read("ta\ndata: {}\n\n: comment\n\ndata: without an id\n\n");
        assertThat(events.lastId()).isEqualTo("b2");
        assertThat(events.events()).isEqualTo(3);
    }

    private void read(String text) {
        events.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
