package dev.rivulet.local.chaos.load;

import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.sse.StreamEnd;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A client that submits prompts and reads each turn to its end; several turns in one session, sometimes two at once.
 */
final class LoadClient implements Runnable {

    private static final Duration RESPONSE_LIMIT = Duration.ofSeconds(15);
    private static final int TURNS_IN_A_SESSION = 5;
    private static final int ACCEPTED = 202;
    private static final int UNAVAILABLE = 503;

    private final String name;
    private final Random random;
    private final GatewayCalls gateways;
    private final LoadGenerator load;
    private int number;

    LoadClient(String name, long seed, GatewayCalls gateways, LoadGenerator load) {
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
            SubmitOutcome acceptance = acceptance(first);
            load.asked(acceptance);
            if (acceptance instanceof SubmitOutcome.Accepted accepted) {
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

    private static SubmitOutcome acceptance(SseStream stream) {
        if (!stream.awaitHeaders(RESPONSE_LIMIT)) {
            return new SubmitOutcome.Unknown("no response");
        }
        Optional<String> turn = stream.header("X-Turn-Id");
        return switch (stream.status()) {
            case 200, ACCEPTED -> turn.<SubmitOutcome>map(SubmitOutcome.Accepted::new)
                    .orElseGet(() -> new SubmitOutcome.Refused("no X-Turn-Id"));
            case UNAVAILABLE -> new SubmitOutcome.Unknown("503");
            default ->
                new SubmitOutcome.Refused(stream.awaitEnd(RESPONSE_LIMIT).map(StreamEnd::toString).orElse("no body"));
        };
    }
}
