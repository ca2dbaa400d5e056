package dev.rivulet.gateway.submit;

import dev.rivulet.gateway.config.GatewayConfig;
import java.time.Duration;

/** The most that a turn may ask for. */
public record TurnMaxima(Duration queue, Duration firstToken, Duration idle, Duration total, int attempts) {

    public static TurnMaxima of(GatewayConfig config) {
        return new TurnMaxima(config.maxQueueTimeout(), config.maxFirstTokenTimeout(), config.maxIdleTimeout(),
                config.maxTotalTimeout(), config.maxAttempts());
    }
}
