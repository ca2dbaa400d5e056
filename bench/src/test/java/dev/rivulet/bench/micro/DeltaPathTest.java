package dev.rivulet.bench.micro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.EventType;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DeltaPathTest {

    private final DeltaPath path = new DeltaPath();

    @Test
    void eachStepDoesItsWork() {
        assertThat(new String(path.writeData(), StandardCharsets.UTF_8))
                .isEqualTo("{\"attempt\":1,\"seq\":57,\"content\":\" and the next word\"}");
        assertThat(ChunkHeaders.read(path.writeHeaders())).hasValueSatisfying(
                headers -> assertThat(headers.type()).isEqualTo(EventType.DELTA));
        assertThat(path.passOver()).isFalse();
        assertThat(path.findReaders()).containsExactly("reader 500");
        assertThat(path.frame().toString()).startsWith("id: ")
                .endsWith("\nevent: delta\ndata: {\"attempt\":1,\"seq\":57,\"content\":\" and the next word\"}\n\n");
    }
}
