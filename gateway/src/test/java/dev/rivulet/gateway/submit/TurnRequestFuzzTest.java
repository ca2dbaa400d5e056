package dev.rivulet.gateway.submit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.AnyRequest;
import dev.rivulet.gateway.config.GatewayConfig;
import dev.rivulet.gateway.http.JsonRequest;
import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.schemas.command.Command;
import dev.rivulet.schemas.json.Json;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class TurnRequestFuzzTest {

    private static final GatewayConfig LIMITS = Config.of(Map.of(), Map.of()).section(GatewayConfig.class,
            GatewayConfig.PREFIX);

    @Property
    void anyBodyIsRefusedOrMakesACommandThatWorkersReadAsItWasMeant(
            @ForAll(supplier = AnyRequest.Bodies.class) byte[] body) {
        try {
            JsonRequest json = JsonRequest.of(body, Json.MAPPER);
            IdempotencyKey.read(Optional.empty(), json, LIMITS.turnIdTolerance());
            Command command = TurnRequest.read(json, LIMITS).command(Principal.ANONYMOUS.session("s"),
                    new TurnIds().next(), null,
                    false);
            assertThat(Json.read(Json.write(command), Command.class)).isEqualTo(command);
        } catch (ProblemException refused) {
            assertThat(refused.code().status()).isBetween(400, 499);
        }
    }
}
