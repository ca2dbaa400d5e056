package dev.rivulet.examples;

import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.RivuletClientBuilder;
import dev.rivulet.client.Turn;
import java.net.URI;

/** Any gateway will do: when one fails, in the middle of a stream too, the next goes on. Each argument is an address. */
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
