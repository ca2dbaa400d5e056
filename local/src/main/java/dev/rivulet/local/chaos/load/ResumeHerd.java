package dev.rivulet.local.chaos.load;

import dev.rivulet.testkit.sse.SseEvent;
import dev.rivulet.testkit.sse.SseStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Many readers that come back at once, as when a network returns. */
final class ResumeHerd {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final GatewayCalls gateways;
    private final RandomGenerator random;

    ResumeHerd(GatewayCalls gateways, RandomGenerator random) {
        this.gateways = gateways;
        this.random = random;
    }

    /** @param at the number of events that the reader has seen */
    private record Reader(SeenTurn turn, int at, SseStream stream) {}

    /**
     * Resumes ended turns, each after one of its events.
     *
     * @return what was not exactly the rest
     */
    List<String> resume(List<SeenTurn> ended, int readers) throws InterruptedException {
        List<Reader> herd = new ArrayList<>();
        for (int i = 0; i < readers; i++) {
            SeenTurn turn = ended.get(random.nextInt(ended.size()));
            herd.add(open(turn, 1 + random.nextInt(turn.events().size() - 1)));
        }
        List<String> wrong = new ArrayList<>();
        long end = System.nanoTime() + LIMIT.toNanos();
        for (Reader reader : herd) {
            check(reader, end).ifPresent(wrong::add);
        }
        return wrong;
    }

    private Reader open(SeenTurn turn, int at) {
        return new Reader(turn, at,
                gateways.read(turn.plan(), turn.turn(), turn.events().get(at - 1).id(), random));
    }

    private Optional<String> check(Reader first, long end) throws InterruptedException {
        Reader reader = first;
        // At least once: what came while an earlier reader was waited for is there.
        while (true) {
            try (SseStream stream = reader.stream()) {
                List<SseEvent> rest = rest(stream, end);
                if (!rest.isEmpty()) {
                    List<SseEvent> expected = reader.turn().events().subList(reader.at(),
                            reader.turn().events().size());
                    return rest.equals(expected)
                            ? Optional.empty()
                            : Optional.of(reader.turn().turn() + " after event " + reader.at() + ": " + rest.size()
                                    + " events of " + expected.size() + ", or others");
                }
            }
            if (System.nanoTime() - end >= 0) {
                break;
            }
            // Not served now, such as 503: comes back once more.
            Thread.sleep(PAUSE);
            reader = open(first.turn(), first.at());
        }
        return Optional.of(first.turn().turn() + " after event " + first.at() + ": not served in " + LIMIT.toSeconds()
                + " s, at last " + reader.stream().status());
    }

    private static List<SseEvent> rest(SseStream stream, long end) {
        List<SseEvent> rest = new ArrayList<>();
        Optional<SseEvent> event;
        do {
            event = stream.next(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            event.ifPresent(rest::add);
        } while (event.isPresent() && !SeenTurn.isEnd(event.get().type()));
        return rest;
    }
}
