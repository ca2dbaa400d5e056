package dev.rivulet.local.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.kafka.ClusterStart;
import dev.rivulet.runtime.kafka.KafkaClients;
import dev.rivulet.runtime.kafka.KafkaConfig;
import dev.rivulet.runtime.kafka.TopicsConfig;
import dev.rivulet.testkit.kafka.SharedKafka;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** An installation whose workers are away. */
class TopicsInspectorIT {

    @Test
    void whatNobodyReadsIsLag() throws Exception {
        String kafka = SharedKafka.bootstrapServers();
        Config config = Config.of(Map.of(), Map.of("rivulet.kafka.bootstrap-servers", kafka,
                "rivulet.topics.prefix", "other."));
        assertThatThrownBy(() -> TopicsInspector.of(config)).isInstanceOf(TopicsUnavailableException.class)
                .hasMessageContaining("no topics of Rivulet with the prefix other.");
        ClusterStart.await(new KafkaClients(config.section(KafkaConfig.class, KafkaConfig.PREFIX), "rivulet-test"),
                config.section(TopicsConfig.class, TopicsConfig.PREFIX));
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka), new StringSerializer(),
                new StringSerializer())) {
            for (String session : new String[]{"a", "b", "c"}) {
                producer.send(new ProducerRecord<>("other.prompt-requests", session, "{}")).get();
            }
        }
        TopicsReport report = TopicsInspector.of(config);
        assertThat(report.group()).isEqualTo("other.rivulet-worker");
        assertThat(report.lag()).isEqualTo(3);
        assertThat(report.topics()).first().satisfies(prompts -> {
            assertThat(prompts.name()).isEqualTo("other.prompt-requests");
            assertThat(prompts.records()).isEqualTo(3);
            assertThat(prompts.bytes()).isPositive();
            assertThat(prompts.oldest()).isNotNull();
        });
        assertThat(report.turns()).contains(new TurnStats(0, 0, 0));
        assertThat(report.workers()).isEmpty();
    }
}
