package dev.rivulet.local.chaos.request;

import dev.rivulet.local.chaos.request.HostileExchange.End;
import dev.rivulet.local.chaos.request.HostileExchange.Step;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;
import java.util.function.LongSupplier;

/**
 * An endless sequence of exchanges that are hostile or odd. The seed decides them, up to ids: those of turns that the
 * generator has just learned of, and the time in made-up ones. Not thread-safe.
 */
final class HostileExchanges {

    private static final RequestMutation[] MUTATIONS = RequestMutation.values();
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(3);
    private static final int ALL = 1 << 20;
    private static final List<String> BAD_HANDSHAKES = List.of("Sec-WebSocket-Version: 12", "Sec-WebSocket-Key: x",
            "Sec-WebSocket-Key:", "Upgrade: h2c", "Origin: https://other.example", "Connection: close",
            "Sec-WebSocket-Extensions: permessage-deflate; x=\"", "Sec-WebSocket-Protocol: a, b,,");

    private final Random random;
    private final RequestTemplates templates;
    private final SocketFrames frames;

    /**
     * @param authorization the header of most requests; empty for none
     * @param clock the time for made-up ids, in milliseconds since the epoch
     */
    HostileExchanges(long seed, KnownTurns known, String authorization, LongSupplier clock) {
        this.random = new Random(seed);
        this.templates = new RequestTemplates(random, known, authorization, clock);
        this.frames = new SocketFrames(random, templates);
    }

    HostileExchange next() {
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> socket();
            case 4 -> badHandshake();
            case 5, 6 -> pipelined();
            case 7 -> halfSent();
            case 8 -> slow();
            case 9 -> noise();
            case 10, 11 -> resumed();
            case 12 -> new HostileExchange("not read",
                    List.of(new Step.Send(mutated().bytes()), new Step.Pause(millis(2_000))), End.RESET);
            case 13 -> new HostileExchange("valid", List.of(new Step.Send(templates.draw().bytes()), read()), end());
            default -> {
                RequestDraft request = templates.draw();
                StringJoiner kinds = new StringJoiner("+");
                for (int i = 1 + Math.max(0, random.nextInt(5) - 2); i > 0; i--) {
                    kinds.add(mutate(request));
                }
                yield new HostileExchange(kinds.toString(), List.of(new Step.Send(request.bytes()), read()), end());
            }
        };
    }

    private RequestDraft mutated() {
        RequestDraft request = templates.draw();
        mutate(request);
        return request;
    }

    private String mutate(RequestDraft request) {
        RequestMutation mutation = MUTATIONS[random.nextInt(MUTATIONS.length)];
        mutation.apply(request, random);
        return mutation.name();
    }

    /** A reader that comes back, and leaves soon. */
    private HostileExchange resumed() {
        return new HostileExchange("resume", List.of(new Step.Send(templates.resume().bytes()), read()), end());
    }

    /** Several requests in one write, whose responses are not awaited. */
    private HostileExchange pipelined() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = random.nextInt(2, 40); i > 0; i--) {
            all.writeBytes((random.nextInt(10) == 0 ? mutated() : templates.draw()).bytes());
        }
        return new HostileExchange("pipelined", List.of(new Step.Send(all.toByteArray()), read()), end());
    }

    private HostileExchange halfSent() {
        byte[] whole = mutated().bytes();
        return new HostileExchange("half-sent",
                List.of(new Step.Send(Arrays.copyOf(whole, random.nextInt(whole.length))),
                        new Step.Read(ALL, millis(5_000))),
                end());
    }

    /** A request in small pieces with pauses between them. */
    private HostileExchange slow() {
        byte[] whole = (random.nextBoolean() ? templates.draw() : mutated()).bytes();
        List<Step> steps = new ArrayList<>();
        int pieces = random.nextInt(2, 30);
        int size = whole.length / pieces + 1;
        for (int from = 0; from < whole.length; from += size) {
            steps.add(new Step.Send(Arrays.copyOfRange(whole, from, Math.min(whole.length, from + size))));
            steps.add(new Step.Pause(millis(200)));
        }
        steps.add(read());
        return new HostileExchange("slow", steps, end());
    }

    private HostileExchange noise() {
        byte[] bytes = new byte[random.nextInt(1, 5_000)];
        random.nextBytes(bytes);
        return new HostileExchange("noise", List.of(new Step.Send(bytes), read()), end());
    }

    private HostileExchange socket() {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step.Send(handshake().bytes()));
        if (random.nextBoolean()) {
            steps.add(new Step.Read(ALL, Duration.ofMillis(100)));
        }
        for (int i = random.nextInt(1, 15); i > 0; i--) {
            steps.add(new Step.Send(frames.draw()));
            if (random.nextInt(4) == 0) {
                steps.add(new Step.Pause(millis(100)));
            }
        }
        if (random.nextInt(4) > 0) {
            steps.add(read());
        }
        return new HostileExchange("socket", steps, end());
    }

    private HostileExchange badHandshake() {
        RequestDraft request = handshake();
        String line = BAD_HANDSHAKES.get(random.nextInt(BAD_HANDSHAKES.size()));
        String name = line.substring(0, line.indexOf(':') + 1);
        request.headers.removeIf(header -> header.startsWith(name));
        request.headers.add(line);
        return new HostileExchange("handshake",
                List.of(new Step.Send(request.bytes()), new Step.Send(frames.draw()), read()), end());
    }

    private RequestDraft handshake() {
        return templates.plain("GET", "/ws").header("Upgrade", "websocket")
                .header("Connection", "Upgrade")
                .header("Sec-WebSocket-Version", "13").header("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==");
    }

    private Step read() {
        return new Step.Read(random.nextInt(4) == 0 ? random.nextInt(1, 5_000) : ALL,
                random.nextInt(10) == 0 ? LONG : SHORT);
    }

    private Duration millis(int most) {
        return Duration.ofMillis(random.nextInt(1, most));
    }

    private End end() {
        return End.values()[random.nextInt(End.values().length)];
    }
}
