package dev.rivulet.gateway.log.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.Chunks;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.log.event.Selection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ReplayQueueTest {

    private static final TopicPartition ONE = new TopicPartition("chunk-events", 1);
    private static final TopicPartition TWO = new TopicPartition("chunk-events", 2);
    private static final int FAR = 50_000;

    private final ReplayQueue queue = new ReplayQueue();

    @Test
    void neighboursAreTakenTogetherAndOthersInTheOrderInWhichTheyCame() throws InterruptedException {
        EventPageRequest first = add(ONE, 0);
        EventPageRequest far = add(ONE, FAR);
        EventPageRequest near = add(ONE, 5);
        EventPageRequest farther = add(ONE, 2 * FAR);

        assertThat(takeRequests()).containsExactly(first, near);
        assertThat(takeRequests()).containsExactly(far);
        assertThat(takeRequests()).containsExactly(farther);
    }

    @Test
    void aPartitionThatManyReadTakesTurnsWithOthers() throws InterruptedException {
        EventPageRequest first = add(ONE, 0);
        EventPageRequest second = add(ONE, FAR);
        ReplayQueue.Call call = new Lookup(new CompletableFuture<>());
        queue.add(call);
        EventPageRequest other = add(TWO, 0);

        assertThat(takeRequests()).containsExactly(first);
        EventPageRequest again = add(ONE, 0);
        assertThat(queue.take()).contains(call);
        assertThat(takeRequests()).containsExactly(other);
        assertThat(takeRequests()).containsExactly(second);
        assertThat(takeRequests()).containsExactly(again);
    }

    @Test
    void whatNobodyWaitsForAnyMoreIsNotTaken() throws InterruptedException {
        Lookup gone = new Lookup(new CompletableFuture<>());
        queue.add(gone);
        EventPageRequest alsoGone = add(ONE, 0);
        EventPageRequest first = add(TWO, 0);
        EventPageRequest near = add(TWO, 1);
        gone.result.cancel(false);
        alsoGone.page().cancel(false);
        near.page().cancel(false);

        assertThat(takeRequests()).containsExactly(first);
        EventPageRequest again = add(ONE, 0);
        assertThat(takeRequests()).containsExactly(again);
    }

    @Test
    void whatWaitsWhenItIsClosedFailsAndWhatComesLater() throws InterruptedException {
        EventPageRequest waits = add(ONE, 0);
        Lookup call = new Lookup(new CompletableFuture<>());
        queue.add(call);

        queue.close();

        assertThat(queue.take()).isEmpty();
        Lookup late = new Lookup(new CompletableFuture<>());
        queue.add(late);
        for (CompletableFuture<?> failed : List.of(waits.page(), call.result, late.result, add(ONE, 0).page())) {
            assertThat(failed).failsWithin(Duration.ZERO).withThrowableThat().withCauseInstanceOf(KafkaException.class);
        }
    }

    private EventPageRequest add(TopicPartition partition, long from) {
        EventPageRequest request = new EventPageRequest(partition,
                new Selection.OfTurn(Chunks.named(new TurnIds().next())), from,
                Long.MAX_VALUE, 1);
        queue.add(request);
        return request;
    }

    private List<ScanRequest> takeRequests() throws InterruptedException {
        return ((ReplayQueue.Requests) queue.take().orElseThrow()).requests();
    }

    private record Lookup(CompletableFuture<Void> result) implements ReplayQueue.Call {

        @Override
        public void run(LogConsumer consumer) {
            result.complete(null);
        }

        @Override
        public void fail(RuntimeException failure) {
            result.completeExceptionally(failure);
        }

        @Override
        public boolean dropAbandoned() {
            return result.isDone();
        }
    }
}
