package dev.rivulet.gateway.log.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SearchPermitsTest {

    private final SearchPermits permits = new SearchPermits(2, new Random(1));

    @Test
    void asManyAsAllowedAreLetInAndOneMoreForEachThatEnds() {
        List<CompletableFuture<Void>> requests = List.of(permits.request(), permits.request(), permits.request(),
                permits.request());
        assertThat(requests.subList(0, 2)).allMatch(CompletableFuture::isDone);
        assertThat(requests.subList(2, 4)).noneMatch(CompletableFuture::isDone);
        permits.release();
        assertThat(requests).filteredOn(CompletableFuture::isDone).hasSize(3);
        permits.release();
        assertThat(requests).allMatch(CompletableFuture::isDone);
    }

    @Test
    void aRequestThatIsWithdrawnLeavesItsPermitToAnother() {
        CompletableFuture<Void> granted = permits.request();
        permits.request();
        CompletableFuture<Void> waits = permits.request();
        CompletableFuture<Void> waitsToo = permits.request();
        waitsToo.cancel(false);
        permits.withdraw(waitsToo);
        permits.withdraw(granted);
        assertThat(waits).isCompletedWithValue(null);
        permits.release();
        permits.release();
        assertThat(permits.request()).isDone();
        assertThat(permits.request()).isDone();
        assertThat(permits.request()).isNotDone();
    }

    /** A model: in each step one look-up comes, and each permit serves one for a step. */
    @Test
    void whenThreeTimesAsMuchIsAskedForAsCanBeServedTheSearchesThatBeginFinish() {
        int permitted = 2;
        int service = 6;
        int timeout = 100;
        int steps = 10_000;
        int finished = 0;
        Deque<Lookup> lookups = new ArrayDeque<>();
        for (int now = 0; now < steps; now++) {
            lookups.add(new Lookup(permits.request(), now));
            for (Lookup lookup : List.copyOf(lookups)) {
                if (lookup.permit.isDone() && ++lookup.served == service) {
                    permits.release();
                    lookups.remove(lookup);
                    finished++;
                } else if (now - lookup.came >= timeout) {
                    permits.withdraw(lookup.permit);
                    lookups.remove(lookup);
                }
            }
        }
        assertThat(finished).isGreaterThan(permitted * steps / service * 4 / 5);
    }

    @Test
    void clientsThatAskAgainAtOnceKeepNoOtherWaitingForLong() {
        permits.request();
        permits.request();
        CompletableFuture<Void> patient = permits.request();
        for (int searches = 0; searches < 50 && !patient.isDone(); searches++) {
            permits.request();
            permits.release();
        }
        assertThat(patient).isDone();
    }

    private static final class Lookup {

        private final CompletableFuture<Void> permit;
        private final int came;
        private int served;

        Lookup(CompletableFuture<Void> permit, int came) {
            this.permit = permit;
            this.came = came;
        }
    }
}
