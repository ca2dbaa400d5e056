package dev.rivulet.runtime.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;

/** The settings that all Kafka clients of a process share. */
public record KafkaClients(KafkaConfig config) {

    /** Where the cluster is and how to talk to it; a caller adds what its own client needs. */
    public Map<String, Object> common() {
        Map<String, Object> settings = new HashMap<>(config.client());
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, "1000");
        settings.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, "false");
        return settings;
    }

    /** An admin client whose calls give up after the configured request time-out. */
    public Admin admin() {
        Map<String, Object> settings = common();
        int timeout = Math.toIntExact(config.requestTimeout().toMillis());
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, timeout);
        settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, timeout);
        return Admin.create(settings);
    }
}
