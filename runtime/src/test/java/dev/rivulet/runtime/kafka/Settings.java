package dev.rivulet.runtime.kafka;

import dev.rivulet.runtime.config.Config;
import java.util.HashMap;
import java.util.Map;

/** Sections of a configuration that sets a few things, given as name, value, name, value, ... */
final class Settings {

    private Settings() {}

    static TopicsConfig topics(String... settings) {
        return config(TopicsConfig.PREFIX, settings).section(TopicsConfig.class, TopicsConfig.PREFIX);
    }

    static KafkaClients kafka(String... settings) {
        return new KafkaClients(config(KafkaConfig.PREFIX, settings).section(KafkaConfig.class, KafkaConfig.PREFIX),
                "rivulet-test");
    }

    private static Config config(String prefix, String... settings) {
        Map<String, String> properties = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            properties.put(prefix + "." + settings[i], settings[i + 1]);
        }
        return Config.of(Map.of(), properties);
    }
}
