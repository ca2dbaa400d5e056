package dev.rivulet.testkit.llm;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The simulator's counters and its recent requests, for tests. Thread-safe. */
final class CompletionLog {

    private static final int REMEMBERED = 256;
    private static final int REMEMBERED_PROMPTS = 1 << 16;

    final AtomicLong requests = new AtomicLong();
    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger open = new AtomicInteger();
    final AtomicLong closedByClient = new AtomicLong();
    final BoundedList<SimulatedRequest> seen = new BoundedList<>(REMEMBERED);
    final BoundedList<FinishedCompletion> finished = new BoundedList<>(REMEMBERED);

    private final Map<String, Long> billed = new LinkedHashMap<>() { // tokens by prompt; guarded by itself
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > REMEMBERED_PROMPTS;
        }
    };

    /** Returns how many tokens were sent for a prompt, in all completions that have ended. */
    long billed(String prompt) {
        synchronized (billed) {
            return billed.getOrDefault(prompt, 0L);
        }
    }

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
            synchronized (billed) {
                billed.merge(request.prompt(), (long) tokens, Long::sum);
            }
            finished.add(new FinishedCompletion(request, ending, tokens));
            open.decrementAndGet();
        }
    }
}
