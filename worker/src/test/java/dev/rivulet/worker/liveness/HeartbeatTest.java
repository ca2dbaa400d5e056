package dev.rivulet.worker.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

    private final MockProducer<byte[], byte[]> kafka = new MockProducer<>(false, null, new ByteArraySerializer(),
            new ByteArraySerializer());
    private final Heartbeat heartbeat = new Heartbeat(kafka, "beats", "me", () -> WorkerStatus.UNKNOWN);

    @Test
    void afterAnOutageTheBeatsDoNotComeInABurst() {
        heartbeat.beat();
        for (int missed = 0; missed < 20; missed++) {
            heartbeat.beat();
        }
        assertThat(kafka.history()).hasSize(1);

        kafka.completeNext();
        assertThat(kafka.history()).hasSize(1);
        heartbeat.beat();
        assertThat(kafka.history()).hasSize(2);
    }

    @Test
    void aBeatThatFailedDoesNotEndTheBeating() {
        heartbeat.beat();
        kafka.errorNext(new TimeoutException("outage"));
        heartbeat.beat();
        assertThat(kafka.history()).hasSize(2);

        kafka.completeNext();
        kafka.sendException = new TimeoutException("buffer full");
        heartbeat.beat();
        kafka.sendException = null;
        heartbeat.beat();
        assertThat(kafka.history()).hasSize(3);
    }

    @Test
    void theEndIsSaidOnceAndNoBeatFollowsIt() {
        MockProducer<byte[], byte[]> reachable = new MockProducer<>(true, null, new ByteArraySerializer(),
                new ByteArraySerializer());
        Heartbeat ending = new Heartbeat(reachable, "beats", "me", () -> WorkerStatus.UNKNOWN);
        ending.beat();

        ending.close();
        ending.beat();

        assertThat(reachable.history()).extracting(record -> new String(record.key())).containsExactly("me",
                StopNotice.keyTo("me"), "me");
        assertThat(reachable.history().subList(1, 3)).extracting(ProducerRecord::value).containsOnlyNulls();
    }

    @Test
    void theEndDoesNotWaitLongForAKafkaThatIsNotThere() {
        heartbeat.close();

        assertThat(kafka.history()).hasSize(2);
    }
}
