package dev.rivulet.gateway.api.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.gateway.AnyRequest;
import dev.rivulet.gateway.AnyText;
import dev.rivulet.gateway.config.GatewayConfig;
import dev.rivulet.gateway.http.JsonRequest;
import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.gateway.log.SessionIds;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.log.cursor.Cursors;
import dev.rivulet.gateway.log.event.ShownType;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class FrameFuzzTest {

    private static final TurnId TURN = new TurnIds().next();

    private final FrameReader reader = new FrameReader(
            Config.of(Map.of(), Map.of()).section(GatewayConfig.class, GatewayConfig.PREFIX),
            new SessionIds(session -> true), Principal.ANONYMOUS, Cursors.UNSIGNED);

    @Property
    void anyTextFrameIsARequestOrAProblem(@ForAll(supplier = AnyRequest.Bodies.class) byte[] bytes) {
        try {
            JsonRequest fields = JsonRequest.of(
                    new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8),
                    Json.MAPPER);
            ClientFrame frame = reader.read(FrameReader.id(fields), fields);
            assertThat(frame.id() != null || frame instanceof ClientFrame.Ping).isTrue();
        } catch (ProblemException refused) {
            assertThat(refused.code().status()).isBetween(400, 499);
        }
    }

    @Property
    void anyTextIsOneFrameOfJson(@ForAll(supplier = AnyText.Texts.class) String text) throws IOException {
        String frame = new EventFrames(Principal.ANONYMOUS.session("s")).frame(ShownType.DELTA, TURN,
                "cursor".getBytes(StandardCharsets.US_ASCII), Json.write(new Delta(1, 0, text)));
        JsonNode json = Json.MAPPER.readTree(frame);
        assertThat(json.at("/data/content").asText()).isEqualTo(text);
        assertThat(json.path("turn").asText()).isEqualTo(TURN.toString());
    }
}
