package dev.rivulet.gateway.api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.AnyRequest;
import dev.rivulet.gateway.AnyText;
import dev.rivulet.gateway.Chunks;
import dev.rivulet.gateway.http.JsonRequest;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.testkit.sse.ParsedEvents;
import dev.rivulet.testkit.sse.SseEvent;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ChatFuzzTest {

    @Property
    void anyTextSplitAnywhereArrivesWhole(@ForAll(supplier = AnyText.Texts.class) String text,
            @ForAll(supplier = AnyText.Cuts.class) List<Integer> cuts)
            throws IOException {
        ChatFraming framing = new ChatFraming(
                new ChatChunkWriter(new CompletionFields(new TurnIds().next(), "@"), false));
        Buffer out = Buffer.buffer();
        List<String> deltas = AnyText.split(text, cuts);
        for (int seq = 0; seq < deltas.size(); seq++) {
            framing.append(out, Chunks.turnRecord(seq, new Delta(1, seq, deltas.get(seq))));
        }
        StringBuilder received = new StringBuilder();
        for (SseEvent event : ParsedEvents.of(out.toString())) {
            received.append(Json.MAPPER.readTree(event.data()).at("/choices/0/delta/content").asText());
        }
        assertThat(received).hasToString(text);
    }

    @Property
    void anyBodyIsReadOrRefusedAndWhatIsReadCanBeWrittenToTheLog(
            @ForAll(supplier = AnyRequest.Bodies.class) byte[] body) {
        try {
            ChatRequest request = ChatRequest.read(JsonRequest.of(body, Json.MAPPER));
            assertThat(request.draft().messages()).isNotEmpty();
            assertThat(Json.write(request.draft().messages())).isNotEmpty();
            assertThat(Json.write(request.draft().options())).isNotEmpty();
        } catch (ProblemException refused) {
            assertThat(refused.code().status()).isBetween(400, 499);
        }
    }
}
