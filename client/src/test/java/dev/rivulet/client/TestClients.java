package dev.rivulet.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Clients for tests, with pauses of milliseconds. */
final class TestClients {

    static final Duration LONG = Duration.ofSeconds(30);

    private TestClients() {}

    static RivuletClientBuilder impatient(ScriptedServer... gateways) {
        RivuletClientBuilder builder = RivuletClient.builder().backoff(Duration.ofMillis(1), Duration.ofMillis(5))
                .maxTries(4);
        for (ScriptedServer gateway : gateways) {
            builder.gateways(gateway.url());
        }
        return builder;
    }

    static List<Chunk> read(TurnStream stream) {
        List<Chunk> chunks = new ArrayList<>();
        stream.forEach(chunks::add);
        return chunks;
    }
}
