package dev.rivulet.examples;

import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.RivuletClientBuilder;
import dev.rivulet.client.Turn;
import java.net.URI;

/**
 * Uses several gateways, one address per argument. When one fails, even in the middle of a stream, the client continues
 * at the next.
 */
public final class SeveralGateways {

    private SeveralGateways() {}

    public static void main(String[] args) {
        RivuletClientBuilder builder = RivuletClient.builder()
                .onRetry(retry -> System.out.println("trying the next gateway"));
        for (String address : args) {
            builder.gateway(URI.create(address));
        }
        try (RivuletClient client = builder.build()) {
            Turn turn = client.ask("gateways", "Write a haiku about a brook");
            System.out.println(turn.text());
        }
    }
}
