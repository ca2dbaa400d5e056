package dev.rivulet.worker.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.worker.provider.EventTooLongException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventDecoderTest {

    private static final String STREAM = ": hello\rdata: a\r\rid: 7\ndata:b\r\ndata\ndata:  c\n\n\n"
            + "event: x\n\ndatax: no\ndata: \n\n"
            + "data: h\u00e9\r\n\r\ndata: cut";

    private final List<String> events = new ArrayList<>();

    @Test
    void everyLineEndAndFieldFormIsUnderstood() throws EventTooLongException {
        decoder(100).read(STREAM.getBytes(StandardCharsets.UTF_8));

        assertThat(events).containsExactly("a", "b\n\n c", "", "h\u00e9");
    }

    @Test
    void whereTheNetworkCutsDoesNotMatter() throws EventTooLongException {
        EventDecoder decoder = decoder(100);
        for (byte one : STREAM.getBytes(StandardCharsets.UTF_8)) {
            decoder.read(new byte[]{one});
        }

        assertThat(events).containsExactly("a", "b\n\n c", "", "h\u00e9");
    }

    @Test
    void anEventHasABound() throws EventTooLongException {
        decoder(10).read("data: 56789a\n\n".getBytes(StandardCharsets.UTF_8));
        assertThat(events).containsExactly("56789a");

        assertThatThrownBy(() -> decoder(10).read("data: 0123456789a\n\n".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(EventTooLongException.class);
        assertThatThrownBy(() -> decoder(10).read("data: 012345".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(EventTooLongException.class);
        assertThatThrownBy(() -> decoder(10).read("data: 012345\ndata: 6789a\n".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(EventTooLongException.class);
    }

    private EventDecoder decoder(int longest) {
        return new EventDecoder(longest,
                (data, length) -> events.add(new String(data, 0, length, StandardCharsets.UTF_8)));
    }
}
