package dev.rivulet.worker.coordinator.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.runtime.kafka.PublishTimeouts;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoordinatorTimeoutsTest {

    @ParameterizedTest
    @ValueSource(strings = {"PT2S", "PT2M", "PT20M"})
    void theCoordinationSurvivesWhatTheExecutionsSurvive(String publish) {
        PublishTimeouts timeouts = new PublishTimeouts(Duration.parse(publish));
        Map<String, Object> config = new HashMap<>(CoordinatorStreams.timeouts(timeouts));
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1");

        StreamsConfig streams = new StreamsConfig(config);
        Map<String, Object> ofProducer = new HashMap<>(streams.getProducerConfigs("p"));
        ofProducer.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        ofProducer.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        ProducerConfig producer = new ProducerConfig(ofProducer);
        Map<String, Object> consumer = streams.getMainConsumerConfigs("g", "c", 0);

        int publishMs = Math.toIntExact(timeouts.publish().toMillis());
        int maxPoll = (Integer) consumer.get(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG);
        assertThat(producer.getInt(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG)).isEqualTo(publishMs);
        assertThat(producer.getLong(ProducerConfig.MAX_BLOCK_MS_CONFIG)).isEqualTo(publishMs).isLessThan(maxPoll);
        assertThat(streams.getLong(StreamsConfig.TASK_TIMEOUT_MS_CONFIG)).isGreaterThan(publishMs);
        assertThat(consumer.get(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG))
                .isEqualTo(producer.getInt(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG));
    }
}
