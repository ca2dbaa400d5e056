package dev.rivulet.testkit.llm;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The simulator's counters and its recent requests, for tests. Thread-safe. */
final class CompletionLog {

    private static final int REMEMBERED = 256;

    final AtomicLong requests = new AtomicLong();
    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger open = new AtomicInteger();
    final AtomicLong closedByClient = new AtomicLong();
    final BoundedList<SimulatedRequest> seen = new BoundedList<>(REMEMBERED);
    final BoundedList<FinishedCompletion> finished = new BoundedList<>(REMEMBERED);

    Entry begin(SimulatedRequest request) {
        seen.add(request);
        open.incrementAndGet();
        return new Entry(request);
    }

    /** A completion in progress. Used on its event loop only. Only the first ending counts. */
    final class Entry {

        private final SimulatedRequest request;
        private int tokens;
        private boolean over;

        private Entry(SimulatedRequest request) {
            this.request = request;
        }

        void token() {
            tokens++;
        }

        int tokens() {
            return tokens;
        }

        boolean isOver() {
            return over;
        }

        void end(Ending ending) {
            if (over) {
                return;
            }
            over = true;
            if (ending == Ending.CLOSED_BY_CLIENT) {
                closedByClient.incrementAndGet();
            }
            finished.add(new FinishedCompletion(request, ending, tokens));
            open.decrementAndGet();
        }
    }
}
