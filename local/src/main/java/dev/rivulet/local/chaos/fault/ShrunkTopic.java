package dev.rivulet.local.chaos.fault;

import dev.rivulet.schemas.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** Makes the topic of results take less than workers were promised when they started. */
final class ShrunkTopic {

    /** Enough for a result without text; not for most answers. */
    static final int BYTES = 900;

    private static final ConfigResource RESULTS = new ConfigResource(ConfigResource.Type.TOPIC,
            Topic.TURN_RESULTS.named(""));

    private ShrunkTopic() {}

    /** Returns after the time, when the topic is as it was. */
    static void shrink(String bootstrapServers, Duration length) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            String before = admin.describeConfigs(List.of(RESULTS)).all().get().get(RESULTS)
                    .get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value();
            set(admin, Integer.toString(BYTES));
            try {
                Thread.sleep(length);
            } finally {
                set(admin, before);
            }
        } catch (ExecutionException failure) {
            throw new IllegalStateException("the topic of results could not be changed", failure);
        }
    }

    private static void set(Admin admin, String bytes) throws ExecutionException, InterruptedException {
        admin.incrementalAlterConfigs(Map.of(RESULTS, List.of(new AlterConfigOp(
                new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, bytes), AlterConfigOp.OpType.SET)))).all().get();
    }
}
