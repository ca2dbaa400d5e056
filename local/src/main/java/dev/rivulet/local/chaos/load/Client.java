package dev.rivulet.local.chaos.load;

import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.sse.StreamEnd;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** One client: asks, reads to the end, and asks again; some turns in one session, and now and then two at once. */
final class Client implements Runnable {

    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final int TURNS_IN_A_SESSION = 5;
    private static final int ACCEPTED = 202;
    private static final int CANNOT_NOW = 503;

    private final String name;
    private final Random random;
    private final Gateways gateways;
    private final Load load;
    private int number;

    Client(String name, long seed, Gateways gateways, Load load) {
        this.name = name;
        this.random = new Random(seed);
        this.gateways = gateways;
        this.load = load;
    }

    @Override
    public void run() {
        try {
            Thread.sleep(random.nextInt(3_000));
            while (!load.stopped()) {
                round();
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void round() throws InterruptedException {
        boolean two = random.nextInt(100) < 10;
        Map<TurnReader, SseStream> readers = new LinkedHashMap<>();
        for (TurnPlan plan : two ? List.of(plan(), plan()) : List.of(plan())) {
            SseStream first = gateways.ask(plan, random);
            Acceptance acceptance = acceptance(first);
            load.asked(acceptance);
            if (acceptance instanceof Acceptance.Accepted accepted) {
                readers.put(new TurnReader(plan, accepted.turn(), gateways, load, random), first);
            } else {
                first.close();
            }
        }
        for (Map.Entry<TurnReader, SseStream> entry : readers.entrySet()) {
            entry.getKey().read(Optional.of(entry.getValue()).filter(stream -> stream.status() != ACCEPTED));
        }
        if (readers.isEmpty()) {
            Thread.sleep(random.nextInt(300, 1_500));
        }
    }

    private TurnPlan plan() {
        int next = number++;
        return TurnPlan.draw(random, name + "." + next, name + "-s" + next / TURNS_IN_A_SESSION);
    }

    private static Acceptance acceptance(SseStream stream) {
        if (!stream.awaitHeaders(ANSWER)) {
            return new Acceptance.Unknown("no response");
        }
        Optional<String> turn = stream.header("X-Turn-Id");
        return switch (stream.status()) {
            case 200, ACCEPTED -> turn.<Acceptance>map(Acceptance.Accepted::new)
                    .orElseGet(() -> new Acceptance.Refused("no X-Turn-Id"));
            case CANNOT_NOW -> new Acceptance.Unknown("503");
            default -> new Acceptance.Refused(stream.awaitEnd(ANSWER).map(StreamEnd::toString).orElse("no body"));
        };
    }
}
