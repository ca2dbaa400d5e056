package dev.rivulet.gateway.api.aisdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.gateway.AnyRequest;
import dev.rivulet.gateway.AnyText;
import dev.rivulet.gateway.Chunks;
import dev.rivulet.gateway.config.GatewayConfig;
import dev.rivulet.gateway.http.JsonRequest;
import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.testkit.sse.ParsedEvents;
import dev.rivulet.testkit.sse.SseEvent;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class UiFuzzTest {

    private static final GatewayConfig LIMITS = Config.of(Map.of(), Map.of()).section(GatewayConfig.class,
            GatewayConfig.PREFIX);

    @Property
    void anyTextSplitAnywhereArrivesWhole(@ForAll(supplier = AnyText.Texts.class) String text,
            @ForAll(supplier = AnyText.Cuts.class) List<Integer> cuts)
            throws IOException {
        UiFraming framing = new UiFraming(Principal.ANONYMOUS.session("chat"), new TurnIds().next(), 0);
        Buffer out = Buffer.buffer();
        framing.appendPreamble(out);
        List<String> deltas = AnyText.split(text, cuts);
        for (int seq = 0; seq < deltas.size(); seq++) {
            framing.append(out, Chunks.turnRecord(seq, new Delta(1, seq, deltas.get(seq))));
        }
        StringBuilder received = new StringBuilder();
        for (SseEvent event : ParsedEvents.of(out.toString())) {
            JsonNode part = Json.MAPPER.readTree(event.data());
            received.append(part.path("type").asText().equals("text-delta") ? part.path("delta").asText() : "");
        }
        assertThat(received).hasToString(text);
    }

    @Property
    void anyBodyIsReadOrRefusedAndWhatIsReadCanBeWrittenToTheLog(
            @ForAll(supplier = AnyRequest.Bodies.class) byte[] body) {
        try {
            UiRequest request = UiRequest.read(JsonRequest.of(body, Json.MAPPER), Principal.ANONYMOUS, "header",
                    LIMITS);
            assertThat(Json.write(request.draft().options())).isNotEmpty();
            assertThat(request.draft().prompt() == null).isEqualTo(request.draft().messages() != null);
        } catch (ProblemException refused) {
            assertThat(refused.code().status()).isBetween(400, 499);
        }
    }
}
