package dev.rivulet.runtime.kafka;

import dev.rivulet.runtime.config.InvalidConfigException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigException;

/**
 * The settings that all Kafka clients of a process share.
 *
 * @param process what its client ids begin with, such as {@code rivulet-worker-1f2e3d4c}
 */
public record KafkaClients(KafkaConfig config, String process) {

    /**
     * Returns a new map with the address of the cluster and how to talk to it. The caller adds what its own client
     * needs.
     *
     * @param purpose of the client; the end of its id, which logs, metrics and brokers show
     */
    public Map<String, Object> common(String purpose) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, "1000");
        settings.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, "false");
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, process + "-" + purpose);
        settings.putAll(config.client());
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        return settings;
    }

    /**
     * Returns a new admin client. Its calls fail after the configured request time-out.
     *
     * @param purpose as for {@link #common}
     * @throws InvalidConfigException when a setting does not exist or has an invalid value
     */
    public Admin admin(String purpose) {
        Map<String, Object> settings = common(purpose);
        int timeout = (int) Math.min(config.requestTimeout().toMillis(), Integer.MAX_VALUE);
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, timeout);
        settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, timeout);
        try {
            return Admin.create(settings);
        } catch (ConfigException unfit) {
            throw new InvalidConfigException(KafkaConfig.PREFIX + ".client: " + unfit.getMessage());
        }
    }
}
